/** Work on the host that takes longer than a request: `reconcile` reads its clients, `undo` deletes those that an import created. */
export const JOB_KINDS = ['reconcile', 'undo'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** `waiting`: nobody works on it now, and it goes on by itself at `resumeAt`. `stopped`: a person ended it, or it failed. */
export const JOB_STATES = ['running', 'waiting', 'done', 'stopped'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** States in which a job still has work before it; a business has at most one such job of a kind. */
export const LIVE_JOB_STATES = ['running', 'waiting'] as const satisfies readonly JobState[];

/** A job as it is stored after every step, so that any process can go on with it after a restart. */
export interface Job<Progress = unknown> {
  id: string;
  /** Raised by one with every change. */
  version: number;
  kind: JobKind;
  businessUid: string;
  /** In whose name the host is spoken to; undefined for the token of the configuration. */
  staffUid: string | undefined;
  batchId: string;
  /** The import it is about; undefined for a look at the host before one. */
  importId: string | undefined;
  state: JobState;
  /** Why it waits or was stopped, in words for people. */
  problem: string | undefined;
  /** Where it stands: what its kind needs to go on. Small, and without client data. */
  progress: Progress;
  /** UTC, ISO 8601, as all times. */
  createdAt: string;
  updatedAt: string;
  finishedAt: string | undefined;
  /** Whoever runs the job renews this; once it is over, somebody else may take the job. For `waiting`: when to go on. */
  resumeAt: string | undefined;
}

/** What a job found out or did about one client. Holds client data, so it goes away with its batch. */
export interface JobItem {
  /** The client's sequence number in the batch, or 0 and below for what is no client of it. */
  key: number;
  /** What became of it, in a word of the job's kind. */
  state: string;
  /** JSON of the job's kind. */
  body: string;
}

/** Which jobs are wanted; everything that is given must fit. */
export interface JobChoice {
  businessUid?: string;
  batchId?: string;
  importId?: string;
  kind?: JobKind;
  /** Only those with work before them. */
  live?: boolean;
}

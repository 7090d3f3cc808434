import type { Job } from '../jobs/job.js';
import type { ImportSpan } from '../results/reconcile/import-span.js';

/**
 * What becomes of a client that an import created. `left`: not looked at yet. `deleting`: about to be deleted, which is written
 * before it is done. `gone`: somebody else had deleted it. `kept_changed`: changed since the import. `kept_not_ours`: does not
 * look as if the import had created it. `refused`: the host would not delete it.
 */
export type UndoState =
  'left' | 'deleting' | 'deleted' | 'gone' | 'kept_changed' | 'kept_not_ours' | 'refused';

/** What an undo keeps between its steps; no client data. */
export interface UndoProgress extends ImportSpan {
  /** First all clients are listed that are to go, then they are looked at again and deleted, some at a time. */
  phase: 'listing' | 'deleting';
  /** The sequence number up to which they are listed. */
  cursor: number;
  /** How many a person agreed to delete. */
  planned: number;
  /** Whether those go as well that were changed since the import. */
  alsoChanged: boolean;
  /** The look at the host that says who was created. */
  reconcileJobId: string;
  /** When the import began. UTC, ISO 8601. */
  beganAt: string;
  /** When the clients that are about to be deleted were looked at. */
  lookedAt: string | undefined;
}

export type UndoJob = Job<UndoProgress>;

/** Whether a job is an undo. */
export const isUndo = (job: Job): job is UndoJob => job.kind === 'undo';

/** The body of an undo's item. Client data, which go away with the batch. */
export interface UndoneClient {
  /** Its id in the CRM. */
  id: string;
  /** As it was when it was looked at, by which a deleted one is told that the host only hides. */
  email?: string;
  /** Why the host would not delete it. */
  problem?: string;
}

/** Reads the body of an undo's item. */
export const readUndone = (body: string): UndoneClient => JSON.parse(body) as UndoneClient;

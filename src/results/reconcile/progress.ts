import type { Job } from '../../jobs/job.js';

/** Where a reconciliation stands: it reads all clients of the CRM, looks for those that it did not meet, and notes who is missing. */
export type ReconcilePhase = 'reading' | 'searching' | 'noting';

/** What a reconciliation keeps between its steps; no client data. */
export interface ReconcileProgress {
  phase: ReconcilePhase;
  /** Look only at so many clients, spread over the batch. */
  sample: number | undefined;
  /** Clients of the batch. */
  clients: number;
  /** The page of the CRM's clients to be read next. */
  page: number;
  /** Clients of the CRM that were read. */
  read: number;
  /** The sequence number, or of a sample the count, up to which the phase is done. */
  cursor: number;
  /** Clients that were looked for one by one. */
  searched: number;
  /** Keys of fields that the CRM tells of any client, beyond those that it always tells. */
  told: string[];
}

export type ReconcileJob = Job<ReconcileProgress>;

/** Whether a job is a reconciliation. */
export const isReconcile = (job: Job): job is ReconcileJob => job.kind === 'reconcile';

/** At the start. */
export const beginProgress = (clients: number, sample: number | undefined): ReconcileProgress => ({
  phase: sample === undefined ? 'reading' : 'searching',
  sample,
  clients,
  page: 1,
  read: 0,
  cursor: 0,
  searched: 0,
  told: [],
});

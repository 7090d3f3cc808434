import type { Erasure } from './erasure.js';

/** The store, as far as keeping and removing data in time goes. */
export interface RetentionStore {
  /** Until when a batch is kept whatever the rule says (UTC, ISO 8601); undefined goes back to the rule. False when it is gone. */
  setKeepUntil(batchId: string, until: string | undefined): Promise<boolean>;
  /** By batch, of those that have such a time. */
  listKeepUntil(): Promise<ReadonlyMap<string, string>>;
  /**
   * Takes clients and rejects out of a batch, and what is known of them out of the reports and jobs of the batch: their data are
   * on no page, in no file and in no free space afterwards, and the batch counts them as erased. All of it happens, or nothing.
   * Throws `batch_not_found`; `batch_in_use` while an open session hands it over, a job works on it, or somebody else erases.
   */
  eraseFromBatch(batchId: string, erasure: Erasure): Promise<void>;
  /**
   * Takes external ids out of the reports of no session that we know of, which nobody can tell by their batch; gives how many
   * name one. A dry run only counts them.
   */
  eraseFromStrayReports(
    isGone: (externalId: string) => boolean,
    options: { isDryRun: boolean },
  ): Promise<number>;
  /** Sees to it that nothing of what was removed can be read in any file of the store. */
  leaveNoTrace(): Promise<void>;
}

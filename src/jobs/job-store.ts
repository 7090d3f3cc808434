import type { Job, JobChoice, JobItem } from './job.js';

/** Which items of a job are wanted: so many with keys after `after`, of any or of these states. */
export interface ItemsChoice {
  after: number;
  limit: number;
  states?: readonly string[];
}

/** The store, as far as jobs need it. */
export interface JobStore {
  /** Throws `job_running` when the business has a live job of that kind, `batch_not_found` when the batch is gone. */
  createJob(job: Job): Promise<void>;
  findJob(id: string): Promise<Job | undefined>;
  /** Newest first. */
  listJobs(choice: JobChoice): Promise<Job[]>;
  /**
   * Writes a step whole or not at all: the job, if the stored version is `job.version - 1`, and its items, in place of earlier
   * ones with the same key. False, and nothing written, when somebody else has written the job since.
   */
  saveJob(job: Job, items?: readonly JobItem[]): Promise<boolean>;
  /** In the order of their keys, those after `after`; start with -Infinity. */
  listJobItems(jobId: string, choice: ItemsChoice): Promise<JobItem[]>;
  findJobItem(jobId: string, key: number): Promise<JobItem | undefined>;
  countJobItems(jobId: string): Promise<Record<string, number>>;
  /** Removes a job with its items. */
  deleteJob(id: string): Promise<void>;
}

import type { ColumnMapping } from '../profiles/mapping.js';
import type { Issue } from './issue.js';

/** What to do with records that share an e-mail address within the staged files. */
export const DUPLICATE_POLICIES = ['keep-first', 'keep-last', 'reject', 'keep'] as const;
export type DuplicatePolicy = (typeof DUPLICATE_POLICIES)[number];

/** One staged source file, as it was understood. */
export interface StagedFile {
  name: string;
  bytes: number;
  sha256: string;
  encoding: string;
  delimiter: string;
  header: string[];
  headerLine: number;
  profile: string;
  columns: ColumnMapping[];
}

/** The account of a staging. The books: `records = accepted + rejected + outsideSlice`; blank lines are no records. */
export interface StagingCounts {
  records: number;
  accepted: number;
  rejected: number;
  /** Left out by `--start`. */
  outsideSlice: number;
  blankLines: number;
  /** Rejected records by the code of their first issue. */
  rejectedByCause: Record<string, number>;
  /** Warnings by code; the records are among the accepted. */
  warnings: Record<string, number>;
}

/** The immutable result of staging. */
export interface Batch {
  /** Random; empty for a dry run. */
  id: string;
  businessUid: string;
  /** Same content key = same bytes, same options, same business. */
  contentKey: string;
  files: StagedFile[];
  onDuplicate: DuplicatePolicy;
  start: number;
  limit: number | undefined;
  /** True when reading stopped at the limit, so that the files may hold more records. */
  stoppedAtLimit: boolean;
  /** Field keys that occur in the clients' mapping, in serving order. */
  fields: string[];
  counts: StagingCounts;
  /** UTC, ISO 8601. */
  createdAt: string;
}

/** Where a record came from. */
export interface RecordPlace {
  /** Position in the batch's `files`. */
  file: number;
  record: number;
  line: number;
}

/** A record that is not handed over. */
export interface Reject extends RecordPlace {
  /** The original cells, untouched. */
  cells: readonly string[];
  issues: readonly Issue[];
}

/** A client that is handed over although something about its record is noteworthy. */
export interface Warning extends RecordPlace {
  issues: readonly Issue[];
}

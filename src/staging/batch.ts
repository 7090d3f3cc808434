import type { ColumnMapping } from '../profiles/mapping.js';
import type { Issue } from './issue.js';
import type { MatterForm } from './reading.js';
import type { RecordSource } from './record-source.js';

/** In the words of Plannr's import resource; its third mode, `validate`, is a dry run. */
export const BATCH_MODES = ['store', 'update'] as const;
export type BatchMode = (typeof BATCH_MODES)[number];

/** What to do with records that share an e-mail address within the staged files. */
export const DUPLICATE_POLICIES = ['keep-first', 'keep-last', 'reject', 'keep'] as const;
export type DuplicatePolicy = (typeof DUPLICATE_POLICIES)[number];

/** One staged source file, as it was understood. */
export interface StagedFile {
  name: string;
  bytes: number;
  sha256: string;
  form: RecordSource['form'];
  /** Of a workbook only. */
  sheet?: string | undefined;
  encoding: string;
  delimiter: string | undefined;
  header: string[];
  /** 0 when the file has no header. */
  headerLine: number;
  titleLines: number;
  profile: string;
  /** Why it is that profile, in words for people. */
  reason: string;
  columns: ColumnMapping[];
}

/**
 * The account of a staging. The books: `records = accepted + merged + rejected + outsideSlice + erased`; blank lines are no records.
 * `clients` is what is handed over: as many as were accepted, or more where matters go over as records of their own.
 */
export interface StagingCounts {
  records: number;
  /** Records under which a client stands. */
  accepted: number;
  /** Records that became part of a client under another record, such as its services. */
  merged: number;
  rejected: number;
  /** Left out by `--start`. */
  outsideSlice: number;
  blankLines: number;
  /** Rejected records by the code of their first issue. */
  rejectedByCause: Record<string, number>;
  /** Warnings by code; the records are among the accepted. */
  warnings: Record<string, number>;
  /** What the CRM pulls. */
  clients: number;
  /** Records that were taken out since, to erase a person; left out while there are none. */
  erased?: number | undefined;
  /** Of `clients`, how many are empty: they were handed over before their person was erased, and keep their numbers. */
  erasedClients?: number | undefined;
  /** By column, values that the table of values does not know, with how often they occur; 200 a column at most. */
  unmatchedValues: Record<string, Record<string, number>>;
}

/** Why a batch was made of clients of another one: to send them again, or because they are new or changed since an earlier list. */
export interface DerivedFrom {
  batchId: string;
  why: 'retry' | 'changes';
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
  /** Field keys that occur in the clients, in serving order. */
  fields: string[];
  /** How matters are written into the clients; undefined when no client has any. */
  matterForm: MatterForm | undefined;
  /** What the batch is meant for: adding clients, or overwriting those that the CRM knows. */
  mode: BatchMode;
  /** The batch whose mended rejects these are. */
  retryOf: string | undefined;
  /** The batch whose clients these are; undefined when it was staged from files. */
  derivedFrom?: DerivedFrom | undefined;
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

/** A reject with its position in the batch, for paging. */
export interface NumberedReject extends Reject {
  id: number;
}

/** What is wrong with a reject, without its cells. */
export type RejectIssues = Pick<NumberedReject, 'id' | 'issues'>;

/** A client that is handed over although something about its record is noteworthy. */
export interface Warning extends RecordPlace {
  issues: readonly Issue[];
}

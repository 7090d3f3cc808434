import type { DuplicatePolicy } from '../staging/batch.js';
import type {
  Correction,
  ReadOptions,
  RecordSource,
  SourceRecord,
} from '../staging/record-source.js';

/** Why something could not be done, as it is kept and told. */
export interface Problem {
  code: string;
  message: string;
  hint: string | undefined;
}

/**
 * A table of a file as it was read: everything about a record source but its records. Checking a single record needs no more.
 * The columns that a rejects file adds are gone, and cells are as they were in the list that it came from.
 */
export interface SourceDescription extends Omit<RecordSource, 'records' | 'passed'> {
  /** Rows at the top of the file, titles and header included. */
  topRows: readonly Pick<SourceRecord, 'line' | 'cells'>[];
  /** The batch whose rejects file it is. */
  retryOf?: string | undefined;
}

/** An uploaded file and what was found in it. */
export interface DraftFile {
  /** Also the id of the upload that holds its bytes. */
  id: string;
  /** As staff call it, made safe to show. */
  name: string;
  bytes: number;
  read: ReadOptions;
  /** Names of the files of a ZIP that could be lists, the left-out ones too. */
  entries: readonly string[];
  sheets: readonly string[];
  sources: readonly SourceDescription[];
  problem: Problem | undefined;
}

/** What a person decided about a table. */
export interface SourceChoice {
  /** Name of the source. */
  source: string;
  /** `auto` or the name of a profile. */
  profile: string;
  /** Field by position of the column; null means that it is not imported. */
  columns: readonly (readonly [index: number, field: string | null])[];
}

/** One act of a person that corrected cells; undone as a whole. */
export interface Edit {
  corrections: readonly Correction[];
  /** The same cells as they were before, for showing them when it is undone. */
  replaced?: readonly Correction[] | undefined;
}

export interface DraftStaging {
  state: 'running' | 'done' | 'failed';
  records: number;
  bytes: number;
  totalBytes: number;
  startedAt: string;
  /** While it runs it is touched every few seconds; one that is not is dead. */
  touchedAt: string;
  problem: Problem | undefined;
}

/**
 * What staff prepare in the page: uploaded files, how they are read, what their columns mean, corrected cells. It becomes a
 * batch by staging, as often as it is changed, and goes away with its files when the batch is handed over.
 */
export interface Draft {
  id: string;
  /** Raised by one with every change. */
  version: number;
  businessUid: string;
  staffUid: string;
  files: readonly DraftFile[];
  choices: readonly SourceChoice[];
  valueMaps: readonly { column: string; pairs: readonly (readonly [string, string])[] }[];
  onDuplicate: DuplicatePolicy;
  edits: readonly Edit[];
  staging: DraftStaging | undefined;
  batchId: string | undefined;
  /** Of the edits, how many the batch has. */
  editsInBatch: number;
  /** Cells of edits that the batch has and that were undone since, as they were before. */
  reverted?: readonly Correction[] | undefined;
  isStale: boolean;
  createdAt: string;
  updatedAt: string;
  expiresAt: string;
}

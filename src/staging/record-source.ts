/** One row of a source file (or card of a vCard file), cells as text, untouched. */
export interface SourceRecord {
  /** 1 for the first record after the header. */
  readonly number: number;
  /** The physical line (row of a sheet) on which the record starts; 1 is the file's first line. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Set when a row of the table is none of its records, so that it must be rejected by that name. */
  readonly oddity?: 'repeated_header' | 'trailer' | 'unmended' | undefined;
}

/** A cell that a person corrected, by where its record stands. */
export interface Correction {
  /** Name of the source. */
  readonly source: string;
  /** Line on which the record starts. */
  readonly line: number;
  /** 0-based position of the cell. */
  readonly index: number;
  readonly value: string;
}

/** What a person may override when source files are opened. */
export interface ReadOptions {
  /** What people call the file; the base name of its path when left out. */
  readonly name?: string | undefined;
  /** A name such as `windows-1252`; found from the bytes when left out. */
  readonly encoding?: string | undefined;
  /** One character; found by parsing when left out. */
  readonly delimiter?: string | undefined;
  /** Name of the sheet of a workbook; the only one that holds a table when left out. */
  readonly sheet?: string | undefined;
  /** The file has no header: its columns are named `Column 1`, `Column 2` … */
  readonly noHeader?: boolean | undefined;
  /** Line of the header; found when left out. */
  readonly headerLine?: number | undefined;
  /** Of a ZIP, only the files with these names: full ones, or base names that are no file's full name. */
  readonly only?: readonly string[] | undefined;
  /** Of a ZIP, all but the files with these names, as in `only`. */
  readonly skip?: readonly string[] | undefined;
}

/**
 * One table of a source file whose bytes were read once: hashed, its form known, its header found.
 * Staging owns this interface; `files/` implements it.
 */
export interface RecordSource {
  /** Base name of the file, for people; inside a ZIP `export.zip/clients.csv`, of a workbook `book.xlsx/Sheet1`. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly sha256: string;
  readonly form: 'csv' | 'xlsx' | 'vcard';
  /** Name of the sheet that is read; of a workbook only. */
  readonly sheet?: string | undefined;
  readonly encoding: string;
  /** How the encoding was decided, in words for people, e.g. `byte order mark`. */
  readonly encodingReason: string;
  /** Undefined when the form has none. */
  readonly delimiter: string | undefined;
  /** Names of the columns, each once: blank ones are `Column 3`, repeated ones `Email (2)`. */
  readonly header: readonly string[];
  /** 0 when the file has no header. */
  readonly headerLine: number;
  /** Lines above the header that are not blank, such as titles. */
  readonly titleLines: number;
  /** The first records, 100 at most. */
  readonly sample: readonly SourceRecord[];
  /**
   * Reads the records after the header, in file order, skipping blank lines; can be called again for another pass.
   * Memory is flat. Those that come in blocks (`record-blocks.ts`) are walked faster. Throws `quote_not_closed`, `record_too_long`, `file_changed` (bytes differ from the first read),
   * `file_unreadable`, `file_too_large`.
   */
  records(): AsyncIterable<SourceRecord>;
  /** Of the latest `records()` pass so far: blank lines skipped after the header, and bytes read. */
  readonly passed: { readonly blankLines: number; readonly bytes: number };
}

/**
 * Opens a source file: one table, or those of a ZIP in the order of its entries. See `files/open-sources.ts` for the codes
 * it throws.
 */
export type OpenSources = (path: string, options: ReadOptions) => Promise<RecordSource[]>;

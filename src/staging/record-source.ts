/** One row of a source file, cells as text, untouched. */
export interface SourceRecord {
  /** 1 for the first record after the header. */
  readonly number: number;
  /** The physical line of the file on which the record starts; 1 is the file's first line. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What a person may override when a source file is opened. */
export interface ReadOptions {
  /** A name such as `windows-1252`; found from the bytes when left out. */
  readonly encoding?: string | undefined;
  /** One character; found by parsing when left out. */
  readonly delimiter?: string | undefined;
}

/**
 * A source file whose bytes were read once: hashed, its encoding and delimiter known, its header found.
 * Staging owns this interface; `files/` implements it.
 */
export interface RecordSource {
  /** Base name of the file, for people. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly sha256: string;
  readonly encoding: string;
  /** How the encoding was decided, in words for people, e.g. `byte order mark`. */
  readonly encodingReason: string;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly headerLine: number;
  /**
   * Reads the records after the header, in file order, skipping blank lines; can be called again for another pass.
   * Memory is flat. Throws `quote_not_closed`, `record_too_long`, `file_changed` (bytes differ from the first read),
   * `file_unreadable`.
   */
  records(): AsyncIterable<SourceRecord>;
  /** Of the latest `records()` pass so far: blank lines skipped after the header, and bytes read. */
  readonly passed: { readonly blankLines: number; readonly bytes: number };
}

/** Opens a source file; see `files/open-source.ts` for the codes it throws. */
export type OpenSource = (path: string, options: ReadOptions) => Promise<RecordSource>;

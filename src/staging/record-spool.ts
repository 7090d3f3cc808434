/** A record put aside until all files have been read. */
export interface SpooledRecord {
  readonly kind: string;
  readonly code: string;
  /** The record that it belongs under; undefined for one that stands at the top. */
  readonly parent: { readonly kind: string; readonly code: string } | undefined;
  /** What is needed of it later, as JSON. */
  readonly payload: string;
}

/** Keeps records on disk and finds them by kind and code, so that memory stays flat. Codes are told apart exactly. */
export interface RecordSpool {
  /** False, and nothing is kept, when a record of that kind and code is there already. */
  add(record: SpooledRecord): boolean;
  find(kind: string, code: string): SpooledRecord | undefined;
  /** Records that stand at the top, in the order in which they came. */
  listTops(): Iterable<SpooledRecord>;
  /** In the order in which they came. */
  listChildren(kind: string, code: string): SpooledRecord[];
  /** Notes that a record has been dealt with. */
  take(kind: string, code: string): void;
  /** Records that have not been dealt with, in the order in which they came. */
  listRest(): Iterable<SpooledRecord>;
  close(): void;
}

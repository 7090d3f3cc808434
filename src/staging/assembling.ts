import type { Fields } from './compose-client.js';
import type { Issue } from './issue.js';
import type { ClientPart } from './map-record.js';
import type { PresentedClient } from './present-client.js';
import type { PlacedRecord, Taken } from './walk-slice.js';

/** A client with everything that belongs to it. */
export interface Assembled {
  /** The record under which the client stands. */
  readonly lead: PlacedRecord;
  readonly client: ClientPart;
  readonly matters: readonly Fields[];
  /** What a matter is called; undefined when the layout knows none. */
  readonly term: string | undefined;
  /** The other records that were merged into it. */
  readonly members: readonly PlacedRecord[];
  readonly warnings: readonly Issue[];
  /** The client as it will be served, when it was written where it was mapped; its fields stayed there. */
  readonly presented?: PresentedClient | undefined;
}

/** Where assembled clients and rejected records go. */
export interface AssemblySink {
  accept(assembled: Assembled): void;
  reject(record: PlacedRecord, issues: readonly Issue[]): void;
  /** Resolves when more can be taken. */
  drain(): Promise<void>;
  /** Told of values that a value table does not know. */
  noteUnmatched(unmatched: readonly { column: string; value: string }[]): void;
}

/** Makes clients of records, which come in file order; one per shape (`profiles/profile.ts`). */
export interface Assembler {
  take(taken: Taken): void;
  /** No more records come. */
  end(): Promise<void>;
}

/** An issue about a whole record. */
export function recordIssue(
  { record }: Pick<PlacedRecord, 'record'>,
  code: string,
  message: string,
  hint: string,
): Issue {
  return { code, line: record.line, column: undefined, message, hint };
}

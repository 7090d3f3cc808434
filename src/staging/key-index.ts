/** Remembers keys and where they occurred first and last, on disk, so that memory stays flat. */
export interface KeyIndex {
  /** Notes a key at a position; returns the position where it was noted first, or undefined if it is new. */
  note(key: string, position: number): number | undefined;
  /** First and last position and number of occurrences of a key. */
  find(key: string): { first: number; last: number; count: number } | undefined;
  close(): void;
}

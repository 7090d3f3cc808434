import type { StagingCounts } from './batch.js';
import type { Issue } from './issue.js';

const MAX_UNMATCHED_PER_COLUMN = 200;

/** Counts a staging as it goes; every record is counted exactly once. */
export class Tally {
  readonly #unmatched = new Map<string, Map<string, number>>();
  readonly #counts = {
    records: 0,
    accepted: 0,
    merged: 0,
    rejected: 0,
    outsideSlice: 0,
    blankLines: 0,
    clients: 0,
    rejectedByCause: {} as Record<string, number>,
    warnings: {} as Record<string, number>,
  };

  get counts(): StagingCounts {
    const unmatched = [...this.#unmatched].map(
      ([column, values]) => [column, Object.fromEntries(values)] as const,
    );
    return { ...this.#counts, unmatchedValues: Object.fromEntries(unmatched) };
  }

  /** How many records have been counted. */
  get records(): number {
    return this.#counts.records;
  }

  outsideSlice(): void {
    this.#counts.records++;
    this.#counts.outsideSlice++;
  }

  /** A client of one record and the others that were merged into it, served as `clients` records. */
  accepted(merged: number, clients: number, warnings: readonly Issue[]): void {
    this.#counts.records += 1 + merged;
    this.#counts.accepted++;
    this.#counts.merged += merged;
    this.#counts.clients += clients;
    for (const { code } of warnings) increment(this.#counts.warnings, code);
  }

  /** One client more of the record that was accepted last. */
  oneMore(merged: number): void {
    this.#counts.records += merged;
    this.#counts.merged += merged;
    this.#counts.clients++;
  }

  rejected(issues: readonly Issue[]): void {
    this.#counts.records++;
    this.#counts.rejected++;
    increment(this.#counts.rejectedByCause, issues[0]?.code ?? 'unknown');
  }

  blankLines(count: number): void {
    this.#counts.blankLines += count;
  }

  unmatched(column: string, value: string): void {
    const values = this.#unmatched.get(column) ?? new Map<string, number>();
    this.#unmatched.set(column, values);
    if (values.has(value) || values.size < MAX_UNMATCHED_PER_COLUMN)
      values.set(value, (values.get(value) ?? 0) + 1);
  }
}

function increment(counts: Record<string, number>, code: string): void {
  counts[code] = (counts[code] ?? 0) + 1;
}

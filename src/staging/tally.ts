import type { StagingCounts } from './batch.js';
import type { Issue } from './issue.js';

/** Counts a staging as it goes; every record is counted exactly once. */
export class Tally {
  readonly #counts: StagingCounts = {
    records: 0,
    accepted: 0,
    rejected: 0,
    outsideSlice: 0,
    blankLines: 0,
    rejectedByCause: {},
    warnings: {},
  };

  get counts(): StagingCounts {
    return this.#counts;
  }

  outsideSlice(): void {
    this.#counts.records++;
    this.#counts.outsideSlice++;
  }

  accepted(warnings: readonly Issue[]): void {
    this.#counts.records++;
    this.#counts.accepted++;
    for (const { code } of warnings) increment(this.#counts.warnings, code);
  }

  rejected(issues: readonly Issue[]): void {
    this.#counts.records++;
    this.#counts.rejected++;
    increment(this.#counts.rejectedByCause, issues[0]?.code ?? 'unknown');
  }

  blankLines(count: number): void {
    this.#counts.blankLines += count;
  }
}

function increment(counts: Record<string, number>, code: string): void {
  counts[code] = (counts[code] ?? 0) + 1;
}

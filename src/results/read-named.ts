import type { ClientIds } from './client-ids.js';
import type { Result, StoredReport } from './report.js';

/** First and last sequence number. */
export interface Range {
  firstSeq: number;
  lastSeq: number;
}

/** The clients that a report names with one result. */
export interface Named {
  /** Their sequence numbers. */
  seqs: number[];
  /** How many it names by an id that more clients of the page have: which of them it means is not known. */
  ambiguous: number;
}

export const NOBODY: Named = { seqs: [], ambiguous: 0 };

export interface Naming {
  /** The clients of the page that is reported: an id that clients of several pages have means those of this one. */
  range: Range | undefined;
  /** Collects ids that nobody has. */
  foreign: Set<string>;
  /** Collects ids that several have. */
  shared: Set<string>;
}

/** Finds the clients that a report names. Pure but for what it collects. */
export function readNamed(
  { clients }: StoredReport,
  ids: ClientIds,
  { range, foreign, shared }: Naming,
): Record<Result, Named> {
  const namedAs = (result: Result) => {
    const named: Named = { seqs: [], ambiguous: 0 };
    for (const [id, times] of countEach(clients[result].externalIds)) {
      const seqs = ids.find(id);
      if (seqs.length === 0) foreign.add(id);
      if (seqs.length > 1) shared.add(id);
      const onPage = seqs.length > 1 ? seqs.filter((seq) => isWithin(range, seq)) : seqs;
      if (onPage.length <= times) named.seqs.push(...onPage);
      else named.ambiguous += times;
    }
    return named;
  };
  return {
    created: namedAs('created'),
    updated: namedAs('updated'),
    skipped: namedAs('skipped'),
    failed: namedAs('failed'),
  };
}

function countEach(ids: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}

const isWithin = (range: Range | undefined, seq: number): boolean =>
  range !== undefined && seq >= range.firstSeq && seq <= range.lastSeq;

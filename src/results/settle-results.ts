import type { ClientResult } from './import-account.js';
import { foundAt, type Findings } from './read-findings.js';
import { RESULTS } from './report.js';
import { resultOf, STRENGTH, type ReportTally, type UnnamedClients } from './tally-reports.js';

/** What became of the clients of an import; `results` add up to all of them, always. */
export interface SettledResults {
  /** By sequence number (`STRENGTH`). */
  bySeq: Uint8Array;
  results: Record<ClientResult, number>;
  /** Of the failed and unknown: looked for in the CRM and not found there. */
  missing: number;
  /** Counted by the host without being named, and not all of their page: it is not known which ones. */
  countedOnly: number;
  /** Reported as failed, and found in the CRM. */
  failedButThere: number;
  /** Reported as created or updated, and not found in the CRM. */
  storedButMissing: number;
}

/**
 * Brings together what the host reported and what was found in the CRM. What was found settles who is unknown or failed; then
 * those whom the host counted without naming them are taken from the rest of their page, never more than it has. Pure.
 */
export function settleResults(tally: ReportTally, findings: Findings | undefined): SettledResults {
  const settled: SettledResults = {
    bySeq: tally.named.slice(),
    results: { created: 0, updated: 0, skipped: 0, failed: 0, unknown: 0 },
    ...{ missing: 0, countedOnly: 0, failedButThere: 0, storedButMissing: 0 },
  };
  if (findings) applyFindings(settled, findings);
  const isTaken = new Uint8Array(settled.bySeq.length);
  for (const unnamed of tally.unnamed) takeUnnamed(settled, tally, isTaken, unnamed);
  for (let seq = 1; seq < settled.bySeq.length; seq++)
    settled.results[resultOf(settled.bySeq[seq] ?? 0)] += 1;
  settled.results.unknown -= settled.countedOnly;
  if (findings) countMissing(settled, findings);
  return settled;
}

function applyFindings(settled: SettledResults, { results }: Findings): void {
  const { bySeq } = settled;
  for (let seq = 1; seq < bySeq.length; seq++) {
    const reported = bySeq[seq] ?? 0;
    const found = results[seq] ?? 0;
    if (reported > STRENGTH.failed || found === STRENGTH.unknown) continue;
    if (reported === STRENGTH.failed) settled.failedButThere += 1;
    bySeq[seq] = found;
  }
}

/**
 * Counts may speak of clients that were found in the CRM meanwhile. Where all that are left of a page had the same result, it
 * is known who they are; else only how many.
 */
function takeUnnamed(
  settled: SettledResults,
  { named }: ReportTally,
  isTaken: Uint8Array,
  { firstSeq, lastSeq, counts }: UnnamedClients,
): void {
  const { bySeq, results } = settled;
  const left = { ...counts };
  const open: number[] = [];
  for (let seq = firstSeq; seq <= lastSeq; seq++) {
    const known = resultOf(bySeq[seq] ?? 0);
    if (known !== 'unknown') {
      if (named[seq] === STRENGTH.unknown && left[known] > 0) left[known] -= 1;
    } else if (isTaken[seq] === 0) open.push(seq);
  }
  let from = 0;
  for (const result of RESULTS) {
    const taken = open.slice(from, from + left[result]);
    from += taken.length;
    if (taken.length > 0 && taken.length === open.length) {
      for (const seq of taken) bySeq[seq] = STRENGTH[result];
    } else {
      for (const seq of taken) isTaken[seq] = 1;
      results[result] += taken.length;
      settled.countedOnly += taken.length;
    }
  }
}

function countMissing(settled: SettledResults, findings: Findings): void {
  const { bySeq, results } = settled;
  for (let seq = 1; seq < bySeq.length; seq++) {
    if (foundAt(findings, seq) !== 'missing') continue;
    const result = resultOf(bySeq[seq] ?? 0);
    if (result === 'failed' || result === 'unknown') settled.missing += 1;
    if (result === 'created' || result === 'updated') settled.storedButMissing += 1;
  }
  // Some of them the host has counted as stored without naming them.
  const most = results.failed + results.unknown;
  settled.storedButMissing += Math.max(0, settled.missing - most);
  settled.missing = Math.min(settled.missing, most);
}

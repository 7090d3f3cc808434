import type { Session } from '../sessions/session.js';
import type { ClientIds } from './client-ids.js';
import type { ClientResult, PageReport } from './import-account.js';
import { NOBODY, readNamed, type Range } from './read-named.js';
import { RESULTS, type Result, type StoredReport } from './report.js';

/** What is known of each client, as a number that is greater the stronger the word is. */
export const STRENGTH = {
  unknown: 0,
  failed: 1,
  skipped: 2,
  updated: 3,
  created: 4,
} as const satisfies Record<ClientResult, number>;

const BY_STRENGTH = ['unknown', 'failed', 'skipped', 'updated', 'created'] as const;

/** The result that a number stands for. */
export const resultOf = (strength: number): ClientResult => BY_STRENGTH[strength] ?? 'unknown';

/** Clients of a page that the host counted without naming them. */
export interface UnnamedClients extends Range {
  /** The most that one report counts beyond those that any report of the page names. */
  counts: Record<Result, number>;
}

/** All that the host reported of an import. */
export interface ReportTally {
  /** By sequence number, the strongest result of all reports that name the client (`STRENGTH`); 0 is unused. */
  named: Uint8Array;
  unnamed: UnnamedClients[];
  pages: PageReport[];
  /** Ids that no client of the batch has. */
  foreignIds: number;
  /** Ids that stand for several clients of the batch. */
  sharedIds: number;
  /** Clients that reports count beyond those that were on their page. */
  beyondPages: number;
}

/** A session and the reports about it. */
export interface ReportedSession {
  session: Session;
  reports: readonly StoredReport[];
}

interface PageReports {
  session: Session;
  page: number | undefined;
  range: Range | undefined;
  reports: StoredReport[];
}

/**
 * Puts the reports of an import together. The host may store a page twice and its reports come in any order and repeatedly, so
 * of several words about a client the strongest holds: created, updated, skipped, failed. Pure; `clients` is their number.
 */
export function tallyReports(
  reported: readonly ReportedSession[],
  ids: ClientIds,
  clients: number,
): ReportTally {
  const tally: ReportTally = {
    named: new Uint8Array(clients + 1),
    unnamed: [],
    pages: [],
    foreignIds: 0,
    sharedIds: 0,
    beyondPages: 0,
  };
  const foreign = new Set<string>();
  const shared = new Set<string>();
  for (const pageReports of groupByPage(reported)) {
    const unnamed = noneOf();
    const { range } = pageReports;
    const names = pageReports.reports.map((report) =>
      readNamed(report, ids, { range, foreign, shared }),
    );
    for (const result of RESULTS) {
      const everNamed = new Set(names.flatMap((one) => one[result].seqs));
      for (const seq of everNamed)
        tally.named[seq] = Math.max(tally.named[seq] ?? 0, STRENGTH[result]);
      pageReports.reports.forEach(({ clients: told }, at) => {
        const { seqs, ambiguous } = names[at]?.[result] ?? NOBODY;
        const elsewhere = everNamed.size - new Set(seqs).size;
        const more = told[result].count - told[result].externalIds.length + ambiguous - elsewhere;
        unnamed[result] = Math.max(unnamed[result], more);
      });
    }
    addPage(tally, pageReports, unnamed);
  }
  tally.foreignIds = foreign.size;
  tally.sharedIds = shared.size;
  return tally;
}

/** How many clients of each result there are: none yet. */
const noneOf = (): Record<Result, number> => ({
  created: 0,
  updated: 0,
  skipped: 0,
  failed: 0,
});

/** By session and page, in their order; reports without a page come last. */
function groupByPage(reported: readonly ReportedSession[]): PageReports[] {
  return reported.flatMap(({ session, reports }) => {
    const byPage = new Map<number | undefined, StoredReport[]>();
    for (const report of reports)
      byPage.set(report.page, [...(byPage.get(report.page) ?? []), report]);
    return [...byPage]
      .sort(([a = Infinity], [b = Infinity]) => a - b)
      .map(([page, ofPage]) => ({
        ...{ session, page, range: rangeOf(session, page), reports: ofPage },
      }));
  });
}

function addPage(
  tally: ReportTally,
  { session, page, range, reports }: PageReports,
  unnamed: Record<Result, number>,
): void {
  const most = noneOf();
  for (const result of RESULTS)
    most[result] = Math.max(...reports.map(({ clients }) => clients[result].count));
  if (page !== undefined && page >= 1)
    tally.pages.push({ sessionId: session.id, page, results: most });
  const held = range ? range.lastSeq - range.firstSeq + 1 : 0;
  const told = Math.max(...reports.map(countAll));
  tally.beyondPages += Math.max(0, told - held);
  if (range && sum(unnamed) > 0) addUnnamed(tally.unnamed, { ...range, counts: unnamed });
}

const countAll = ({ clients }: StoredReport): number =>
  RESULTS.reduce((all, result) => all + clients[result].count, 0);

/** A page that several sessions handed over is one page. */
function addUnnamed(list: UnnamedClients[], { firstSeq, lastSeq, counts }: UnnamedClients): void {
  const same = list.find((one) => one.firstSeq === firstSeq && one.lastSeq === lastSeq);
  if (!same) list.push({ firstSeq, lastSeq, counts });
  else
    for (const result of RESULTS)
      same.counts[result] = Math.max(same.counts[result], counts[result]);
}

/** The clients of a page; without page or page size all of the session. Undefined for a page that is not there. */
function rangeOf(
  { firstSeq, lastSeq, pageSize }: Session,
  page: number | undefined,
): Range | undefined {
  if (page === undefined || (pageSize === undefined && page >= 1)) return { firstSeq, lastSeq };
  if (pageSize === undefined) return undefined;
  const from = firstSeq + (page - 1) * pageSize;
  return page < 1 || from > lastSeq
    ? undefined
    : { firstSeq: from, lastSeq: Math.min(from + pageSize - 1, lastSeq) };
}

export const sum = (counts: Record<Result, number>): number =>
  RESULTS.reduce((all, result) => all + counts[result], 0);

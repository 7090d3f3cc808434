import { isOpen, type Session } from '../sessions/session.js';
import type { Store } from '../store/store.js';
import { readIdOf } from './client-ids.js';
import { digestReport } from './parse-report.js';
import { RESULTS, type HostReport } from './report.js';

/** So long after its end a session may still be reported on without being named. */
const LATE_MS = 24 * 60 * 60_000;

export interface TakeReportDeps {
  store: Pick<
    Store,
    | 'addReport'
    | 'assignReport'
    | 'listStrayReports'
    | 'listSessionsByHostId'
    | 'listSessions'
    | 'readClients'
    | 'findBatch'
  >;
  now: () => Date;
}

/** `stray`: kept aside, because it is not known (yet) which session it is about. */
export type TakenReport = 'kept' | 'repeated' | 'stray';

/**
 * Keeps a report of the host and finds the session that it is about: the one that it names, else the only one whose page held
 * the clients that it names. A repeat changes nothing.
 */
export async function takeReport(deps: TakeReportDeps, report: HostReport): Promise<TakenReport> {
  const session = await findReported(deps, report);
  const isNew = await deps.store.addReport({
    ...report,
    digest: digestReport(report, session?.id),
    sessionId: session?.id,
    receivedAt: deps.now().toISOString(),
  });
  if (!isNew) return 'repeated';
  return session === undefined ? 'stray' : 'kept';
}

const STRAYS_PER_LOOK = 100;

/**
 * Looks again for the sessions of reports that were kept aside; gives how many have one now. One that names the host's id of a
 * session needs no look: it counts as soon as that id is known.
 */
export async function assignStrayReports(deps: TakeReportDeps): Promise<number> {
  let assigned = 0;
  for (const report of await deps.store.listStrayReports(STRAYS_PER_LOOK)) {
    const session = await findReported(deps, report);
    if (!session) continue;
    await deps.store.assignReport(report.digest, session.id);
    assigned += 1;
  }
  return assigned;
}

async function findReported(
  deps: TakeReportDeps,
  report: HostReport,
): Promise<Session | undefined> {
  const named =
    report.hostSessionId === undefined
      ? []
      : await deps.store.listSessionsByHostId(report.hostSessionId);
  if (named.length === 1) return named[0];
  const candidates = named.length > 1 ? named : await listUnnamed(deps);
  return findOnly(candidates, (session) => heldOnPage(deps, session, report));
}

/** Sessions that the host gave no id, or has not answered yet, and that it may still be storing. */
async function listUnnamed({ store, now }: TakeReportDeps): Promise<Session[]> {
  const since = new Date(now().getTime() - LATE_MS).toISOString();
  const sessions = await store.listSessions();
  return sessions.filter(
    (session) =>
      session.hostSessionId === undefined &&
      session.pageSize !== undefined &&
      (isOpen(session) || (session.closedAt ?? '') >= since),
  );
}

async function findOnly(
  sessions: readonly Session[],
  fits: (session: Session) => Promise<boolean>,
): Promise<Session | undefined> {
  const fitting: Session[] = [];
  for (const session of sessions) if (await fits(session)) fitting.push(session);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Whether the page of that session held every client that the report names, and it names any. */
async function heldOnPage(
  { store }: TakeReportDeps,
  { batchId, firstSeq, lastSeq, pageSize }: Session,
  { page, clients }: HostReport,
): Promise<boolean> {
  const ids = RESULTS.flatMap((result) => clients[result].externalIds);
  if (ids.length === 0 || page === undefined || page < 1 || pageSize === undefined) return false;
  const from = firstSeq + (page - 1) * pageSize;
  const to = Math.min(from + pageSize - 1, lastSeq);
  if (from > to || !(await store.findBatch(batchId))) return false;
  const held = new Set((await store.readClients(batchId, from, to)).map(readIdOf));
  return ids.every((id) => held.has(id));
}

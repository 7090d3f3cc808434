import { FerryError } from '../errors.js';
import { joinRanges, countCovered } from '../sessions/coverage.js';
import { goesOnByItself } from '../sessions/goes-on.js';
import { partAfter, type Part } from '../sessions/parts.js';
import { isOpen, stateAt, type Session } from '../sessions/session.js';
import type { Store } from '../store/store.js';
import type { ImportAccount, PartAccount } from './import-account.js';
import { tellOddities } from './oddities.js';
import { readResults, type ResultsStore } from './read-results.js';
import { summariseReconciliation } from './reconcile/summarise.js';
import { RESULTS } from './report.js';
import { countTakenBack } from './taken-back.js';

export type ImportStore = ResultsStore &
  Pick<Store, 'findSession' | 'listSessionsOfImport' | 'listSentRanges' | 'countJobItems'>;

/** When the account is drawn up, and after how long without a poll an open session counts as stalled. */
export interface DrawUpOptions {
  now: Date;
  quietMs: number;
}

/**
 * The account of the import that a session belongs to, given the session or its id, or that of the import. The books always
 * balance: `clients = created + updated + skipped + failed + unknown`. Throws `session_not_found`, `batch_damaged`.
 */
export async function drawUpImport(
  store: ImportStore,
  of: Session | string,
  options: DrawUpOptions,
): Promise<ImportAccount> {
  const { importId, batchId, businessUid } = typeof of === 'string' ? await find(store, of) : of;
  const sessions = await store.listSessionsOfImport(importId);
  const [first] = sessions;
  if (!first) throw notFound(importId);
  const batch = await store.findBatch(batchId);
  const clients = clientsOf(sessions, batch?.counts.clients);
  const parts = await drawUpParts(store, { sessions, clients }, options);
  const handedOver = parts.reduce((all, part) => all + part.handedOver, 0);
  const read = await readResults(store, { importId, sessions, batch, clients });
  const goesOn = goesOnByItself(sessions);
  return {
    ...{ importId, businessUid, batchId, sessions, parts, goesOn, clients, handedOver },
    isOver: !goesOn && !sessions.some(isOpen),
    rejected: first.books?.rejected ?? batch?.counts.rejected ?? 0,
    ...resultsOf(read.settled, batch ? undefined : first.settled),
    takenBack: batch ? await countTakenBack(store, importId) : (first.settled?.takenBack ?? 0),
    pages: read.tally.pages,
    isReportedDone: parts.every(({ part }) =>
      read.reports.some(
        (one) => one.session.part === part && one.reports.some(({ importDone }) => importDone),
      ),
    ),
    lastReportAt: read.reports
      .flatMap(({ reports }) => reports.map(({ receivedAt }) => receivedAt))
      .reduce<string | undefined>(
        (last, at) => (last !== undefined && last > at ? last : at),
        undefined,
      ),
    oddities: tellOddities(read, handedOver),
    reconciliation: read.latestJob && (await summariseReconciliation(store, read.latestJob)),
  };
}

type Known = Pick<ImportAccount, 'results' | 'missing'>;

/**
 * Once the batch is removed (`kept`): what was known then, and what the host has told since of those who were unknown. Nothing that
 * was known is taken back: reports without a batch no longer say whom they mean.
 */
function resultsOf({ results: told, missing }: Known, kept: Session['settled']): Known {
  if (kept === undefined) return { results: told, missing };
  const { created, updated, skipped, failed, unknown, counted = kept } = kept;
  const results = { created, updated, skipped, failed, unknown };
  for (const result of RESULTS) {
    const more = Math.min(Math.max(0, told[result] - counted[result]), results.unknown);
    results[result] += more;
    results.unknown -= more;
  }
  return { results, missing: Math.min(kept.missing, results.failed + results.unknown) };
}

async function find(store: ImportStore, id: string): Promise<Session> {
  const session = await store.findSession(id);
  if (!session) throw notFound(id);
  return session;
}

const notFound = (id: string) =>
  new FerryError('session_not_found', `There is no session ${id}.`, {
    hint: 'clientferry sessions lists them.',
  });

/** The batch may be gone; sessions of before the books were kept had one part each. */
const clientsOf = (sessions: readonly Session[], inBatch: number | undefined): number =>
  sessions[0]?.books?.clients ?? inBatch ?? Math.max(...sessions.map(({ lastSeq }) => lastSeq));

async function drawUpParts(
  store: Pick<Store, 'listSentRanges'>,
  { sessions, clients }: { sessions: readonly Session[]; clients: number },
  { now, quietMs }: DrawUpOptions,
): Promise<PartAccount[]> {
  const drawnUp: PartAccount[] = [];
  for (let part: Part | undefined = sessions[0]; part; part = partAfter(part, clients)) {
    const { part: number, firstSeq, lastSeq } = part;
    const ofPart = sessions.filter((session) => session.part === number);
    const session = ofPart.at(-1);
    const sent = await Promise.all(ofPart.map(({ id }) => store.listSentRanges(id)));
    drawnUp.push({
      ...{ part: number, firstSeq, lastSeq, session },
      state: session && stateAt(session, now, quietMs),
      handedOver: countCovered(joinRanges(sent.flat()), firstSeq, lastSeq),
    });
  }
  return drawnUp;
}

import type { ImportAccount } from '../../src/results/import-account.js';
import type { Session } from '../../src/sessions/session.js';
import { summaryOf } from '../support/seal-batch.js';
import { createDeclaredSession } from './store.js';

export const STARTED_AT = '2026-09-01T08:00:00.000Z';
export const ENDED_AT = '2026-09-01T08:20:00.000Z';

/** A session of an import that began at `STARTED_AT` and was closed at `ENDED_AT`. */
export const makeEndedSession = (changes: Partial<Session> = {}): Session =>
  createDeclaredSession(summaryOf('b_1', { businessUid: 'bz-1' }), {
    ...{ id: 's_1', staffUid: 'st-1', state: 'closed', lastSeq: 1_200 },
    ...{ createdAt: STARTED_AT, closedAt: ENDED_AT },
    ...changes,
  });

/** The account of an import of 1,200 clients that all were created; `changes` tell another story. */
export function makeAccount(changes: Partial<ImportAccount> = {}): ImportAccount {
  return {
    importId: 's_1',
    businessUid: 'bz-1',
    batchId: 'b_1',
    sessions: [makeEndedSession()],
    parts: [],
    isOver: true,
    goesOn: false,
    clients: 1_200,
    handedOver: 1_200,
    rejected: 0,
    results: { created: 1_200, updated: 0, skipped: 0, failed: 0, unknown: 0 },
    missing: 0,
    takenBack: 0,
    pages: [],
    isReportedDone: true,
    lastReportAt: ENDED_AT,
    oddities: [],
    reconciliation: undefined,
    ...changes,
  };
}

/** The results of an import of 1,200 clients; those not named were created. */
export function makeResults(
  given: Partial<ImportAccount['results']>,
): Pick<ImportAccount, 'results'> {
  const { updated = 0, skipped = 0, failed = 0, unknown = 0 } = given;
  const created = 1_200 - updated - skipped - failed - unknown;
  return { results: { created, updated, skipped, failed, unknown } };
}

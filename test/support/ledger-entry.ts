import type { LedgerEntry } from '../../src/sessions/session.js';

/** A page of ten that was handed over whole. */
export const entryOf = (sessionId: string, page: number): LedgerEntry => ({
  sessionId,
  polledAt: `2026-03-01T10:00:${String(page).padStart(2, '0')}.000Z`,
  page,
  pageSize: 10,
  status: 200,
  firstSeq: page * 10 - 9,
  lastSeq: page * 10,
  sentWhole: true,
  durationMs: 0.5,
  unknownParams: [],
  userAgent: undefined,
});

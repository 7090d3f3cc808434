import type { AuditEntry } from '../../src/audit/audit-store.js';
import type { Draft } from '../../src/drafts/draft.js';
import type { Session } from '../../src/sessions/session.js';
import type { Batch } from '../../src/staging/batch.js';
import { createDeclaredSession } from '../helpers/store.js';
import { makeFullDraft } from './make-draft.js';
import { summaryOf } from './seal-batch.js';

/** What the version before imports, reports, jobs and notices kept. */
export interface OlderStore {
  batch: Batch;
  sessions: Session[];
  draft: Draft;
  /** Entries of the audit, oldest first. */
  audit: AuditEntry[];
  polledAt: string;
  /** Rows by table, in an order in which they can be inserted. */
  rows: [table: string, row: Record<string, string | number>][];
}

/** Two sessions of a batch, one of them polled, with texts that JSON escapes; and a draft. */
export function makeOlderStore(): OlderStore {
  const createdAt = '2026-03-01T10:00:00.000Z';
  const polledAt = '2026-03-01T10:00:05.000Z';
  const batch = summaryOf('b_1', { createdAt, contentKey: 'k1' });
  const sessions = [
    createDeclaredSession(batch, { id: 's_1', createdAt, state: 'closed', hostSessionId: '77' }),
    createDeclaredSession(batch, {
      ...{ id: 's_2', createdAt: polledAt, hostSessionId: undefined },
      ...{ problem: 'nul\0 "hostSessionId":"99" \\', flags: ['{"é":"😀"}', '}'] },
    }),
  ];
  const draft = makeFullDraft();
  const rowOf = (session: Session): Record<string, string | number> => ({
    ...{ id: session.id, version: session.version, business_uid: 'b1', batch_id: 'b_1' },
    ...{ state: session.state, details: asBefore(session), created_at: session.createdAt },
  });
  const batchRow = {
    ...{ id: 'b_1', business_uid: 'b1', content_key: 'k1', clients: 0, created_at: createdAt },
    summary: JSON.stringify(batch),
  };
  const poll = {
    ...{ session_id: 's_1', polled_at: polledAt, page: 1, page_size: 100, status: 200 },
    ...{ first_seq: 1, last_seq: 100, duration_ms: 1.5, unknown_params: '[]' },
  };
  const draftRow = {
    ...{ id: draft.id, version: draft.version, business_uid: draft.businessUid },
    ...{ expires_at: draft.expiresAt, created_at: draft.createdAt, body: JSON.stringify(draft) },
  };
  const audit = ['b1', 'b2', 'b1'].map((businessUid, n) => ({
    ...{ at: createdAt, businessUid, staffUid: `é \\ ${n}`, impersonatedBy: undefined },
    ...{ action: 'signed_in', subject: n === 0 ? undefined : `d_${n}` },
  }));
  return {
    ...{ batch, sessions, draft, audit, polledAt },
    rows: [
      ['batches', batchRow],
      ...sessions.map((session): [string, Record<string, string | number>] => [
        'sessions',
        rowOf(session),
      ]),
      ['ledger', poll],
      ['drafts', draftRow],
      ...audit.map((entry): [string, Record<string, string | number>] => [
        'audit',
        auditRowOf(entry),
      ]),
    ],
  };
}

const auditRowOf = ({ at, businessUid, staffUid, action, subject }: AuditEntry) => ({
  ...{ at, business_uid: businessUid, staff_uid: staffUid, action },
  ...(subject === undefined ? {} : { subject }),
});

/** A session without what came later. */
const asBefore = (session: Session): string =>
  JSON.stringify(session, (key, value: unknown) => (NEWER.has(key) ? undefined : value));

const NEWER = new Set(['importId', 'continues', 'parts', 'books', 'wipeWhenDone']);

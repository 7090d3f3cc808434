import type { BatchWire, DraftRejectWire, DraftWire, SessionWire } from '../../src/web/api/wire.js';
import { makeBatch, makeCounts, makeFullDraft, makeRejects, makeSession } from './fake-lists.js';

/** What the fake app remembers. */
export interface FakeState {
  drafts: Map<string, DraftWire>;
  rejects: Map<string, DraftRejectWire[]>;
  batches: Map<string, BatchWire>;
  sessions: Map<string, SessionWire>;
}

const RECORDS = 4_812;

export function createFakeState(): FakeState {
  const draft = { ...makeFullDraft('draft_demo'), batch_uid: 'batch_demo' };
  const rejects = makeRejects(draft.sources[0]?.name ?? '');
  const staged = makeBatch('batch_admin', makeCounts(18_240, []));
  const past = makeBatch('batch_past', makeCounts(312, rejects.slice(0, 3)), ['session_past']);
  return {
    drafts: new Map([[draft.uid, draft]]),
    rejects: new Map([[draft.uid, rejects]]),
    batches: new Map(
      [makeBatch('batch_demo', makeCounts(RECORDS, rejects)), staged, past].map((batch) => [
        batch.uid,
        batch,
      ]),
    ),
    sessions: new Map([['session_past', closed(makeSession('session_past', past))]]),
  };
}

/** A session after its last page. */
export function closed(session: SessionWire): SessionWire {
  return {
    ...session,
    status: 'closed',
    progress: 100,
    done: session.account.clients,
    remaining: 0,
    account: { ...session.account, handed_over: session.account.clients, polls: 8 },
    outcome: session.failed > 0 ? 'issues' : 'success',
    closed_at: new Date().toISOString(),
  };
}

/** Counts of a batch after its draft was staged once more. */
export function restage(state: FakeState, draft: DraftWire): string {
  const uid = draft.batch_uid ?? `batch_${draft.uid}`;
  const rejects = state.rejects.get(draft.uid) ?? makeRejects(draft.sources[0]?.name ?? '');
  const left = rejects.filter((reject) => reject.issues.length > 0);
  state.rejects.set(draft.uid, left);
  state.batches.set(uid, makeBatch(uid, makeCounts(RECORDS, left)));
  return uid;
}

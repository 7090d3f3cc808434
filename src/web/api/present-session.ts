import type { SessionAccount } from '../../results/session-account.js';
import type { Batch } from '../../staging/batch.js';
import { rejectsPath } from './rejects-path.js';
import type { SessionWire } from './wire.js';

/** A session in the words of Plannr's import resource; `batch` is undefined when it was removed since. */
export function presentSession(account: SessionAccount, batch: Batch | undefined): SessionWire {
  const { session, state, clients, handedOver, rejected } = account;
  return {
    uid: session.id,
    import_uid: session.importId,
    part: session.part,
    parts: session.parts,
    mode: session.importParams.should_override ? 'update' : 'store',
    type: 'clients',
    status: state,
    progress: clients === 0 ? 100 : Math.floor((100 * handedOver) / clients),
    total: clients + rejected,
    done: handedOver,
    failed: rejected,
    remaining: clients - handedOver,
    headers: [...new Set(batch?.files.flatMap(({ header }) => header))],
    mapping: session.fieldsMapping,
    error_report: batch && rejected > 0 ? rejectsPath(batch) : null,
    account: presentAccount(account, batch),
    outcome: account.outcome ?? null,
    problem: session.problem ?? null,
    batch_uid: session.batchId,
    staff_uid: session.staffUid ?? null,
    files: batch?.files.map(({ name }) => name) ?? [],
    override: session.importParams.should_override,
    send_email: session.importParams.send_notifications_when_done,
    created_at: session.createdAt,
    updated_at: latest(
      session.createdAt,
      session.declaredAt,
      session.lastPolledAt,
      session.closedAt,
    ),
    closed_at: session.closedAt ?? null,
  };
}

function presentAccount(
  { session, clients, handedOver, rejected, polls, troubledPolls }: SessionAccount,
  batch: Batch | undefined,
): SessionWire['account'] {
  const counts = batch?.counts ?? session.books;
  return {
    records: counts?.records ?? clients,
    accepted: counts?.accepted ?? clients,
    rejected,
    merged: counts?.merged ?? 0,
    clients,
    handed_over: handedOver,
    polls,
    troubled_polls: troubledPolls,
    flags: session.flags,
  };
}

/** Times are UTC in ISO 8601, so the order of their texts is that of time. */
const latest = (first: string, ...others: (string | undefined)[]): string =>
  others.reduce<string>((last, time) => (time !== undefined && time > last ? time : last), first);

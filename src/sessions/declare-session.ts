import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import { applyEvent } from './apply-event.js';
import type { DeclareDeps } from './declare.js';
import type { Part } from './parts.js';
import type { Session, SessionBooks } from './session.js';

/** What a new session is to be, as far as it does not follow from its batch. */
export interface NewSession
  extends
    Part,
    Pick<Session, 'staffUid' | 'continues' | 'fieldsMapping' | 'importParams' | 'wipeWhenDone'> {
  /** Undefined for the first session of an import. */
  importId: string | undefined;
}

/**
 * Commits a session and then declares it, in this order, because the host polls at once (promises R12). An unclear POST is
 * never sent again by itself (R13). Gives the session as the host has accepted it.
 *
 * Throws `session_open`, `session_continued`, `batch_not_found` (nothing was sent), `host_refused` and `host_unreachable` (the
 * session has failed), `host_unclear` (the session stays and is served).
 */
export async function declareSession(
  deps: Omit<DeclareDeps, 'quietMs'>,
  batch: Batch,
  wanted: NewSession,
): Promise<Session> {
  const session = prepareSession(deps, batch, wanted);
  await deps.store.createSession(session);
  const answer = await deps.host.postImport({
    fields_mapping: session.fieldsMapping,
    import_params: session.importParams,
  });
  switch (answer.kind) {
    case 'accepted':
      return applyEvent(deps, session.id, answer);
    case 'refused':
    case 'unreachable':
      await applyEvent(deps, session.id, { kind: 'refused', problem: answer.problem });
      throw new FerryError(
        answer.kind === 'refused' ? 'host_refused' : 'host_unreachable',
        answer.problem,
        { hint: answer.hint },
      );
    case 'unclear':
      await applyEvent(deps, session.id, { kind: 'unclear', problem: answer.problem });
      throw new FerryError('host_unclear', answer.problem, {
        hint: `The CRM may have accepted the import, so it is not declared again by itself and its pages are served. Watch it: clientferry session ${session.id}`,
      });
  }
}

function prepareSession(
  { createId, now }: Pick<DeclareDeps, 'createId' | 'now'>,
  batch: Batch,
  { importId, ...wanted }: NewSession,
): Session {
  const id = createId();
  return {
    id,
    version: 1,
    importId: importId ?? id,
    businessUid: batch.businessUid,
    batchId: batch.id,
    ...wanted,
    state: 'prepared',
    pageSize: undefined,
    hostSessionId: undefined,
    problem: undefined,
    flags: [],
    books: booksOf(batch),
    createdAt: now().toISOString(),
    declaredAt: undefined,
    lastPolledAt: undefined,
    closedAt: undefined,
  };
}

function booksOf({ counts }: Batch): SessionBooks {
  const { records, accepted, merged, rejected, clients } = counts;
  return { records, accepted, merged, rejected, clients };
}

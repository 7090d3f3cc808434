import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import { applyEvent, type SessionDeps } from './apply-event.js';
import type { BusinessField } from '../profiles/host-fields.js';
import {
  findObstacle,
  getBatchToDeclare,
  isUnrecognisable,
  uploadTypeOf,
  type BatchChoice,
} from './declarable.js';
import { createFieldsMapping } from './fields-mapping.js';
import type { ImportParams, Session, SessionBooks } from './session.js';

/** The body of the declaring POST (intandem-contract section 1). */
export interface Declaration {
  fields_mapping: Record<string, string>;
  import_params: ImportParams;
}

/** What became of the declaring POST. Only `accepted` and `unclear` may have started an import at the host. */
export type DeclarationAnswer =
  | { kind: 'accepted'; hostSessionId: string | undefined }
  | { kind: 'refused'; problem: string; hint: string }
  | { kind: 'unreachable'; problem: string; hint: string }
  | { kind: 'unclear'; problem: string };

/** The host, as far as declaring needs it. Staging's results go there only by this door. */
export interface DeclaringHost {
  /** Undefined when there is no token or the list cannot be had. */
  listFields(): Promise<BusinessField[] | undefined>;
  postImport(declaration: Declaration): Promise<DeclarationAnswer>;
}

export interface DeclareRequest extends BatchChoice {
  staffUid: string | undefined;
  /** What a person said; the rest follows from the batch. */
  params: Partial<ImportParams>;
}

export interface DeclareDeps extends SessionDeps {
  host: DeclaringHost;
  createId: () => string;
  quietMs: number;
}

/** A session that the host has accepted, and what staff should know about it. */
export interface Declared {
  session: Session;
  warnings: string[];
}

/**
 * Declares a batch to the host. The session is committed before the POST leaves, because the host polls at once
 * (promises R12). An unclear POST is never sent again by itself (R13).
 *
 * Throws `batch_not_found`, `batch_of_other_business`, `batch_empty`, `batch_too_large`, `upload_type_conflict`, `session_open`, `session_too_fresh`,
 * `host_refused` and `host_unreachable` (the session has failed), `host_unclear` (the session stays and is served).
 */
export async function declareBatch(deps: DeclareDeps, request: DeclareRequest): Promise<Declared> {
  const batch = await getBatchToDeclare(deps.store, request);
  const obstacle = await findObstacle(deps, batch);
  if (obstacle) throw obstacle;
  const params = resolveParams(batch, request.params);
  const { mapping, unknownToHost } = createFieldsMapping(
    batch.fields,
    await deps.host.listFields(),
  );
  const session = createSession(deps, request, batch, mapping, params);
  await deps.store.createSession(session);

  const answer = await deps.host.postImport({
    fields_mapping: mapping,
    import_params: params,
  });
  switch (answer.kind) {
    case 'accepted':
      return {
        session: await applyEvent(deps, session.id, answer),
        warnings: warn(batch, unknownToHost),
      };
    case 'refused':
    case 'unreachable':
      await applyEvent(deps, session.id, { kind: 'refused', problem: answer.problem });
      throw new FerryError(
        answer.kind === 'refused' ? 'host_refused' : 'host_unreachable',
        answer.problem,
        {
          hint: answer.hint,
        },
      );
    case 'unclear':
      await applyEvent(deps, session.id, { kind: 'unclear', problem: answer.problem });
      throw new FerryError('host_unclear', answer.problem, {
        hint: `The CRM may have accepted the import, so it is not declared again by itself and its pages are served. Watch it: clientferry session ${session.id}`,
      });
  }
}

/** The upload type is no choice: it follows from the batch. */
function resolveParams(batch: Batch, said: Partial<ImportParams>): ImportParams {
  const uploadType = uploadTypeOf(batch);
  if (said.upload_type !== undefined && said.upload_type !== uploadType) {
    throw new FerryError(
      'upload_type_conflict',
      `The batch ${batch.id} was staged for the upload type ${uploadType}, not ${said.upload_type}.`,
      { hint: 'Leave --upload-type out, or stage the list again with another --matters.' },
    );
  }
  return {
    should_override: said.should_override ?? batch.mode === 'update',
    upload_type: uploadType,
    send_notifications_when_done: said.send_notifications_when_done ?? true,
  };
}

function createSession(
  { createId, now }: DeclareDeps,
  { businessUid, staffUid }: DeclareRequest,
  batch: Batch,
  fieldsMapping: Record<string, string>,
  params: ImportParams,
): Session {
  const id = createId();
  return {
    id,
    version: 1,
    businessUid,
    staffUid,
    importId: id,
    continues: undefined,
    batchId: batch.id,
    part: 1,
    parts: 1,
    firstSeq: 1,
    lastSeq: batch.counts.clients,
    state: 'prepared',
    pageSize: undefined,
    hostSessionId: undefined,
    fieldsMapping,
    importParams: params,
    problem: undefined,
    flags: [],
    books: booksOf(batch),
    wipeWhenDone: false,
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

function warn(batch: Batch, unknownToHost: readonly string[]): string[] {
  const warnings = unknownToHost.map(
    (key) => `The CRM has no field "${key}" for this business and will ignore it.`,
  );
  if (isUnrecognisable(batch)) {
    warnings.push(
      'Neither e-mail nor phone is mapped, so the CRM cannot recognise clients that it has already.',
    );
  }
  return warnings;
}

/** Ends an open session by a person's word. Throws `session_not_found`, `session_ended`. */
export async function cancelSession(deps: SessionDeps, id: string): Promise<Session> {
  return applyEvent(deps, id, { kind: 'cancel' });
}

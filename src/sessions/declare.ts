import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import { applyEvent, getSession, type SessionDeps } from './apply-event.js';
import type { BusinessField } from '../profiles/host-fields.js';
import {
  findObstacle,
  getBatchToDeclare,
  isUnrecognisable,
  uploadTypeOf,
  type BatchChoice,
} from './declarable.js';
import { declareSession } from './declare-session.js';
import { createFieldsMapping } from './fields-mapping.js';
import { firstPart } from './parts.js';
import type { ImportParams, Session } from './session.js';

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
  /** Whether the batch is removed once its import is complete; it stays when left out. */
  wipeWhenDone?: boolean;
}

export interface DeclareDeps extends SessionDeps {
  host: DeclaringHost;
  createId: () => string;
  quietMs: number;
  /** The most clients of one session; what the host takes when left out. */
  mostClients?: number;
}

/** A session that the host has accepted, and what staff should know about it. */
export interface Declared {
  session: Session;
  warnings: string[];
}

/**
 * Declares a batch to the host: whole, or on a person's word (`inParts`) the first of its parts, after which the others follow
 * one by one (`continue-import.ts`).
 *
 * Throws `batch_not_found`, `batch_of_other_business`, `batch_empty`, `batch_too_large`, `upload_type_conflict`,
 * `session_too_fresh` and what `declareSession` throws.
 */
export async function declareBatch(deps: DeclareDeps, request: DeclareRequest): Promise<Declared> {
  const batch = await getBatchToDeclare(deps.store, request);
  const obstacle = await findObstacle(deps, batch, request);
  if (obstacle) throw obstacle;
  const importParams = resolveParams(batch, request.params);
  const { mapping, unknownToHost } = createFieldsMapping(
    batch.fields,
    await deps.host.listFields(),
  );
  const session = await declareSession(deps, batch, {
    ...firstPart(batch.counts.clients, deps.mostClients),
    importId: undefined,
    continues: undefined,
    staffUid: request.staffUid,
    fieldsMapping: mapping,
    importParams,
    wipeWhenDone: request.wipeWhenDone ?? false,
  });
  return { session, warnings: warn(batch, unknownToHost) };
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

/**
 * Ends an open session by a person's word, or after a closed one the import whose next part would begin by itself. Throws
 * `session_not_found`, `session_ended`.
 */
export async function cancelSession(deps: SessionDeps, id: string): Promise<Session> {
  const session = await getSession(deps.store, id);
  const ofImport = await deps.store.listSessionsOfImport(session.importId);
  const next = ofImport.find(({ continues }) => continues === id);
  if (!next) return applyEvent(deps, session, { kind: 'cancel' });
  throw new FerryError('session_ended', `The import has gone on from the session ${id} already.`, {
    hint: `End the session that goes on: clientferry cancel ${next.id}`,
  });
}

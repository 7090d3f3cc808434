import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import type { SessionStore } from './session-store.js';
import { countParts } from './parts.js';
import { isOpen, MAX_CLIENTS_PER_SESSION, type ImportParams, type Session } from './session.js';

/** Which batch of which business is meant. */
export interface BatchChoice {
  businessUid: string;
  batchId: string;
  /** Whether a person said that more clients than one session carries may go over in several, one after the other. */
  inParts?: boolean;
}

export interface DeclarableDeps {
  store: Pick<SessionStore, 'findBatch' | 'findCurrentSession' | 'listJobs'>;
  now: () => Date;
  quietMs: number;
  /** The most clients of one session; what the host takes when left out. */
  mostClients?: number;
}

/** The batch, if it was staged for that business. Throws `batch_not_found`, `batch_of_other_business`. */
export async function getBatchToDeclare(
  store: Pick<SessionStore, 'findBatch'>,
  { batchId, businessUid }: BatchChoice,
): Promise<Batch> {
  const batch = await store.findBatch(batchId);
  if (!batch) {
    throw new FerryError('batch_not_found', `There is no batch ${batchId}.`, {
      hint: 'clientferry batches lists them.',
    });
  }
  if (batch.businessUid !== businessUid) {
    throw new FerryError(
      'batch_of_other_business',
      `The batch ${batchId} was not staged for the business ${businessUid}.`,
      {
        hint: 'Check --business; a list is only ever handed over to the business that it was staged for.',
      },
    );
  }
  return batch;
}

/**
 * Why a batch cannot be declared now: `batch_erased`, `batch_empty`, `batch_too_large` (unless `inParts`), `session_open`, `session_too_fresh`,
 * `job_running`. Undefined when it can; between the asking and the declaring somebody else may still open a session.
 */
export async function findObstacle(
  deps: DeclarableDeps,
  batch: Batch,
  choice: Pick<BatchChoice, 'inParts'>,
): Promise<FerryError | undefined> {
  return (
    obstacleOfErasure(batch) ??
    obstacleOfSize(batch, deps.mostClients ?? MAX_CLIENTS_PER_SESSION, choice) ??
    obstacleOfSession(await deps.store.findCurrentSession(batch.businessUid), deps) ??
    (await findUndoUnderWay(deps.store, batch.businessUid))
  );
}

/** While clients are deleted, the host would skip them as known, and they would be gone a moment later (`job_running`). */
export async function findUndoUnderWay(
  store: Pick<SessionStore, 'listJobs'>,
  businessUid: string,
): Promise<FerryError | undefined> {
  const [undo] = await store.listJobs({ businessUid, kind: 'undo', live: true });
  if (!undo) return undefined;
  return new FerryError(
    'job_running',
    `An earlier import of the business ${businessUid} is being taken back in the CRM.`,
    { hint: 'Wait until that is done, or end it: clientferry stop <job>.' },
  );
}

/** Why a batch cannot be handed over again: who was erased from it left an empty place (`batch_erased`). */
export function obstacleOfErasure({ id, counts }: Batch): FerryError | undefined {
  if ((counts.erasedClients ?? 0) === 0) return undefined;
  return new FerryError(
    'batch_erased',
    `A person was erased from the batch ${id} after it was handed over, so it cannot be handed over again.`,
    {
      hint: 'clientferry retry hands over what the CRM does not have yet; or stage the list again.',
    },
  );
}

function obstacleOfSize(
  { id, counts: { clients } }: Batch,
  most: number,
  { inParts = false }: Pick<BatchChoice, 'inParts'>,
): FerryError | undefined {
  if (clients === 0) {
    return new FerryError(
      'batch_empty',
      `The batch ${id} holds no client: all its records were rejected.`,
      { hint: `See why: clientferry rejects ${id}` },
    );
  }
  if (clients > most && !inParts) {
    const parts = countParts(clients, most);
    return new FerryError(
      'batch_too_large',
      `The batch ${id} holds ${clients} clients; the CRM takes at most ${most} in one import.`,
      {
        hint: `With --parts it goes over in ${parts} imports, one after the other: each begins by itself when the CRM has closed the one before.`,
      },
    );
  }
  return undefined;
}

/**
 * Why no session can follow the current one of the business: one at a time (`session_open`, promises R16); and after a doubtful
 * declaration that was cancelled, the host may still begin to poll (`session_too_fresh`, R13).
 */
export function obstacleOfSession(
  last: Session | undefined,
  { now, quietMs }: Pick<DeclarableDeps, 'now' | 'quietMs'>,
): FerryError | undefined {
  if (!last) return undefined;
  if (isOpen(last)) {
    return new FerryError(
      'session_open',
      `The business ${last.businessUid} has an open session already: ${last.id} (${last.state}).`,
      { hint: 'Wait until it is closed, or end it: clientferry cancel <session>.' },
    );
  }
  if (last.state !== 'cancelled' || last.declaredAt !== undefined) return undefined;
  const freeAtMs = Date.parse(last.lastPolledAt ?? last.createdAt) + quietMs;
  if (now().getTime() >= freeAtMs) return undefined;
  return new FerryError(
    'session_too_fresh',
    `It is not known whether the CRM accepted the session ${last.id}, so another one could import the same clients twice.`,
    {
      hint: `Try again after ${new Date(freeAtMs).toISOString()}, when the CRM has been quiet for long enough.`,
    },
  );
}

/** The form of the clients was decided while staging, so the upload type follows from it (intandem-contract section 3). */
export const uploadTypeOf = ({ matterForm }: Batch): ImportParams['upload_type'] =>
  matterForm === 'nested' || matterForm === 'flat' ? 'multi' : 'single';

/** Whether the host cannot tell by these fields which clients it has already. */
export const isUnrecognisable = ({ fields }: Batch): boolean =>
  !fields.includes('email') && !fields.includes('phone');

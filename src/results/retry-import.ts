import { FerryError } from '../errors.js';
import { getBatchToDeclare } from '../sessions/declarable.js';
import { declareBatch, type DeclareDeps, type Declared } from '../sessions/declare.js';
import { hasEmail } from '../sessions/count-emails.js';
import { goesOnByItself } from '../sessions/goes-on.js';
import { countParts } from '../sessions/parts.js';
import { isOpen, type Session } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';
import { deriveBatch } from '../staging/derive-batch.js';
import { readChosen } from '../staging/read-chosen.js';
import { ERASED_CLIENT } from '../staging/erased-client.js';
import type { Store } from '../store/store.js';

/** Why a client is to be sent again: the CRM said so, it was looked for there in vain, or nothing is known of it. */
export type Unsettled = 'failed' | 'missing' | 'unknown';

export interface RetryStore {
  store: Pick<
    Store,
    'listSessionsOfImport' | 'findBatch' | 'listBatches' | 'listSessions' | 'readOrigins'
  >;
  /** The clients of an import that are not known to have arrived, by ascending sequence number; each once. */
  listUnsettled: (importId: string) => AsyncGenerator<{ seq: number; why: Unsettled }>;
  /** The most clients of one session; what the host takes when left out. */
  mostClients?: number;
}

export interface RetryDeps extends DeclareDeps {
  store: Store;
  listUnsettled: RetryStore['listUnsettled'];
  /** `createId` gives those of sessions. */
  createBatchId: () => string;
}

/** Which clients are wanted besides those that failed or are missing. */
export interface RetryChoice {
  /** Those too of which nothing is known. */
  unknown: boolean;
}

/** What a retry would send, for telling a person before it does. */
export interface RetryPlan {
  importId: string;
  batch: Batch;
  /** To be sent: the failed and the missing, and the unknown when they were asked for. */
  clients: number;
  failed: number;
  missing: number;
  /** Of which nothing is known, whether asked for or not. */
  unknown: number;
  /** Of those to be sent: the CRM recognises them when it has them ... */
  withEmail: number;
  /** ... and creates these again. */
  withoutEmail: number;
  /** Whether what the CRM has is overwritten, or left as it is. */
  override: boolean;
  parts: number;
  /** Records that were never sent; they come in by staging the mended rejects. */
  rejects: number;
  /** Imports that sent clients of this batch again before, newest first. */
  earlierRetries: string[];
}

/**
 * Plans to send those clients of an import again that failed or are missing. Changes nothing.
 * Throws `session_not_found`, `import_not_over`, `batch_not_found`, `batch_damaged`.
 */
export async function planRetry(
  deps: RetryStore,
  importId: string,
  choice: RetryChoice,
): Promise<RetryPlan> {
  const { last, batch } = await getOverImport(deps, importId);
  const known = { failed: 0, missing: 0, unknown: 0 };
  const emails = { withEmail: 0, withoutEmail: 0 };
  for await (const { why, json } of readUnsettled(deps, batch, importId)) {
    known[why]++;
    if (isWanted(why, choice)) emails[hasEmail(json) ? 'withEmail' : 'withoutEmail']++;
  }
  const clients = emails.withEmail + emails.withoutEmail;
  return {
    importId,
    batch,
    clients,
    ...known,
    ...emails,
    override: last.importParams.should_override,
    parts: countParts(clients, deps.mostClients),
    rejects: batch.counts.rejected,
    earlierRetries: await listRetries(deps, batch),
  };
}

/**
 * Stages what `planRetry` told as a batch of its own. `confirmed` is the number of clients that the person was told.
 * Throws what `planRetry` throws, `not_confirmed` when by now it would be another number, `nothing_to_send`, `disk_full`.
 */
export async function stageRetry(
  deps: Omit<RetryDeps, 'host' | 'quietMs' | 'createId'>,
  importId: string,
  choice: RetryChoice & { confirmed: number },
): Promise<Batch> {
  const plan = await planRetry(deps, importId, choice);
  if (plan.clients !== choice.confirmed) throw notConfirmed(plan, choice.confirmed);
  const deriving = { ...deps, createId: deps.createBatchId };
  const batch = await deriveBatch(deriving, plan.batch, listWanted(deps, plan, choice), 'retry');
  if (!batch) throw nothingToSend(plan);
  return batch;
}

/**
 * Sends again what `planRetry` told, as an import of its own with the parameters of the first one; in parts when there are many.
 * Throws what `stageRetry` and `declareBatch` throw; the batch then stays, and the same retry finds it again.
 */
export async function startRetry(
  deps: RetryDeps,
  importId: string,
  choice: RetryChoice & { confirmed: number; staffUid?: string | undefined },
): Promise<Declared & { batch: Batch }> {
  const { last } = await getOverImport(deps, importId);
  const batch = await stageRetry(deps, importId, choice);
  const { should_override, send_notifications_when_done } = last.importParams;
  const declared = await declareBatch(deps, {
    businessUid: batch.businessUid,
    batchId: batch.id,
    staffUid: choice.staffUid ?? last.staffUid,
    inParts: true,
    wipeWhenDone: last.wipeWhenDone,
    params: { should_override, send_notifications_when_done },
  });
  return { ...declared, batch };
}

/** An import of which nothing more comes by itself, by its latest session. */
async function getOverImport(
  { store }: Pick<RetryStore, 'store'>,
  importId: string,
): Promise<{ last: Session; batch: Batch }> {
  const sessions = await store.listSessionsOfImport(importId);
  const last = sessions.at(-1);
  if (!last) throw new FerryError('session_not_found', `There is no import ${importId}.`);
  const batch = await getBatchToDeclare(store, last);
  if (isOpen(last) || goesOnByItself(sessions)) throw notOver(last);
  return { last, batch };
}

async function* readUnsettled(
  { store, listUnsettled }: Pick<RetryStore, 'store' | 'listUnsettled'>,
  batch: Batch,
  importId: string,
): AsyncGenerator<{ seq: number; why: Unsettled; json: string }> {
  const reasons: Unsettled[] = [];
  async function* numbers() {
    for await (const { seq, why } of listUnsettled(importId)) {
      reasons.push(why);
      yield seq;
    }
  }
  for await (const { seq, json } of readChosen(store, batch.id, numbers())) {
    const why = reasons.shift() ?? 'unknown';
    // Who was erased is not sent again.
    if (json !== ERASED_CLIENT) yield { seq, why, json };
  }
}

async function* listWanted(
  deps: Pick<RetryStore, 'store' | 'listUnsettled'>,
  { batch, importId }: RetryPlan,
  choice: RetryChoice,
): AsyncGenerator<number> {
  for await (const { seq, why } of readUnsettled(deps, batch, importId))
    if (isWanted(why, choice)) yield seq;
}

const isWanted = (why: Unsettled, { unknown }: RetryChoice): boolean =>
  why !== 'unknown' || unknown;

async function listRetries({ store }: Pick<RetryStore, 'store'>, batch: Batch): Promise<string[]> {
  const batches = await store.listBatches(batch.businessUid);
  const derived = new Set(
    batches
      .filter(({ derivedFrom }) => derivedFrom?.batchId === batch.id && derivedFrom.why === 'retry')
      .map(({ id }) => id),
  );
  if (derived.size === 0) return [];
  const sessions = await store.listSessions(batch.businessUid);
  return [
    ...new Set(sessions.filter((one) => derived.has(one.batchId)).map((one) => one.importId)),
  ];
}

const notOver = ({ id, state, part, parts }: Session) =>
  new FerryError(
    'import_not_over',
    `The import is not over: part ${part} of ${parts} is ${state}, in the session ${id}.`,
    { hint: 'Wait until it is over, or end it: clientferry cancel <session>.' },
  );

const nothingToSend = ({ importId, unknown }: RetryPlan) =>
  new FerryError(
    'nothing_to_send',
    `No client of the import ${importId} is known to have failed or to be missing.`,
    unknown === 0
      ? {}
      : { hint: `Of ${unknown} nothing is known: look for them in the CRM, or send them too.` },
  );

const notConfirmed = ({ clients }: RetryPlan, confirmed: number) =>
  new FerryError(
    'not_confirmed',
    `It would be ${clients} clients by now, not ${confirmed} as was confirmed; nothing was sent.`,
    { hint: 'Look again at what would be sent, and confirm that.' },
  );

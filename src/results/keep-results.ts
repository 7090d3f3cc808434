import { FerryError } from '../errors.js';
import { applyEvent, type SessionDeps } from '../sessions/apply-event.js';
import type { ResultNumbers, Session } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import { drawUpImport, type ImportStore } from './draw-up-import.js';
import { countReported } from './read-results.js';

export interface KeepResultsDeps {
  store: ImportStore & SessionDeps['store'] & Pick<Store, 'listSessions'>;
  now: () => Date;
}

/**
 * Writes down in numbers what became of the clients of a batch, for each of its imports, before the batch is removed with what was
 * found out about each of them.
 */
export async function keepResults(
  { store, now }: KeepResultsDeps,
  { id, businessUid }: Pick<Batch, 'id' | 'businessUid'>,
): Promise<void> {
  const sessions = await store.listSessions(businessUid);
  for (const first of sessions.filter((one) => one.batchId === id && one.importId === one.id)) {
    const results = await readNumbers({ store, now }, first);
    // Somebody else may have removed it meanwhile, with half of what was being read; they have kept the numbers.
    if (!(await store.findBatch(id))) return;
    if (results) await applyEvent({ store, now }, first.id, { kind: 'settled', results });
  }
}

/** Undefined for a batch that cannot be read; it may be removed all the same. */
async function readNumbers(
  { store, now }: KeepResultsDeps,
  first: Session,
): Promise<ResultNumbers | undefined> {
  try {
    const account = await drawUpImport(store, first, { now: now(), quietMs: 0 });
    const { results, missing, takenBack } = account;
    return { ...results, missing, takenBack, counted: await countReported(store, account) };
  } catch (error) {
    if (error instanceof FerryError && error.code === 'batch_damaged') return undefined;
    throw error;
  }
}

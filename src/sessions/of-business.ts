import { FerryError } from '../errors.js';
import type { Session } from './session.js';
import type { SessionStore } from './session-store.js';
import type { Batch } from '../staging/batch.js';

/** A batch of that business; one of another business is as little there as none (promises S3). Throws `batch_not_found`. */
export async function getBatchOf(
  store: Pick<SessionStore, 'findBatch'>,
  businessUid: string,
  id: string,
): Promise<Batch> {
  const batch = await store.findBatch(id);
  if (batch?.businessUid === businessUid) return batch;
  throw new FerryError('batch_not_found', `There is no batch ${id}.`);
}

/** A session of that business; one of another business is as little there as none (promises S3). Throws `session_not_found`. */
export async function getSessionOf(
  store: Pick<SessionStore, 'findSession'>,
  businessUid: string,
  id: string,
): Promise<Session> {
  const session = await store.findSession(id);
  if (session?.businessUid === businessUid) return session;
  throw new FerryError('session_not_found', `There is no session ${id}.`);
}

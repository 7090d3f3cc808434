import { createId } from '../../src/create-id.js';
import { createHostClient } from '../../src/host/host-client.js';
import { declareBatch, type DeclareDeps, type Declared } from '../../src/sessions/declare.js';
import type { Batch } from '../../src/staging/batch.js';
import type { Store } from '../../src/store/store.js';

export const QUIET_MS = 600_000;

/** Declares a batch to a host as the program does, with a short time-out and without a token. */
export function declareTo(
  apiUrl: string,
  store: Store,
  batch: Batch,
  options: { timeoutMs?: number; staffUid?: string; now?: () => Date } = {},
): Promise<Declared> {
  const deps: DeclareDeps = {
    store,
    now: options.now ?? (() => new Date()),
    host: createHostClient({
      apiUrl,
      appCode: 'clientferry',
      staffToken: undefined,
      timeoutMs: options.timeoutMs ?? 400,
    }),
    createId: () => createId('s'),
    quietMs: QUIET_MS,
  };
  return declareBatch(deps, {
    businessUid: batch.businessUid,
    batchId: batch.id,
    staffUid: options.staffUid,
    params: { should_override: false, upload_type: 'single', send_notifications_when_done: true },
  });
}

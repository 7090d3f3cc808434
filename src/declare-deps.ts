import type { Config } from './config.js';
import { createId } from './create-id.js';
import { createHostClient } from './host/host-client.js';
import type { DeclareDeps, DeclaringHost } from './sessions/declare.js';
import type { Store } from './store/store.js';

/** The host, as the configuration names it. */
export const createHost = (config: Config): DeclaringHost => createHostClient(config.intandem);

/** What `declareBatch` needs on the command line, built from the configuration. */
export function createDeclareDeps(config: Config, store: Store): DeclareDeps {
  return {
    store,
    now: () => new Date(),
    host: createHost(config),
    createId: () => createId('s'),
    quietMs: config.quietMs,
  };
}

import { startBackground } from './background.js';
import { checkConfig } from './check-config.js';
import type { Config } from './config.js';
import { createId } from './create-id.js';
import { createHostClient } from './host/host-client.js';
import { createLogger } from './logger.js';
import { isLoopback } from './loopback.js';
import type { DeclareDeps, DeclaringHost } from './sessions/declare.js';
import { openStore } from './open-store.js';
import { createStaffPage } from './staff-page.js';
import type { Store } from './store/store.js';
import { listen, type Listening } from './web/listen.js';
import { createWeb } from './web/web.js';
import { moveInstallation, type MoveLine } from './store/move-installation.js';
import { openInstallation } from './store/sqlite/installation.js';

const now = () => new Date();

/** The host, as the configuration names it. */
export const createHost = (config: Config): DeclaringHost => createHostClient(config.intandem);

/** What `declareBatch` needs, built from the configuration. */
export function createDeclareDeps(config: Config, store: Store): DeclareDeps {
  return {
    store,
    now,
    host: createHost(config),
    createId: () => createId('s'),
    quietMs: config.quietMs,
  };
}

/** Moves everything from the data folder into a database; returns the books. Throws what `moveInstallation` and `openStore` throw. */
export async function moveEverything({ dataDir }: Config, to: string): Promise<MoveLine[]> {
  const from = openInstallation(dataDir);
  try {
    const target = await openStore({ dataDir, database: { url: to, poolSize: 2 } });
    try {
      return await moveInstallation(from, target);
    } finally {
      await target.close();
    }
  } finally {
    await from.close();
  }
}

/**
 * Starts the app: opens the store and listens, unless the settings cannot work together. Throws `config_invalid`, `data_dir_unusable`, `store_too_new`, `port_unusable`.
 */
export async function startApp(
  config: Config,
): Promise<Listening & { close(graceMs: number): Promise<void> }> {
  checkConfig(config);
  const logger = createLogger(config.logLevel);
  const store = await openStore(config);
  let port = config.port;
  const page = createStaffPage(config, store, {
    publicUrl: () => config.publicUrl ?? addressOf(config.host, port),
    logger: logger.child({ component: 'page' }),
  });
  try {
    const web = createWeb({
      ...{ signIn: page.signIn, page: page.page, api: page.api },
      store,
      now,
      graceMs: config.graceMs,
      checkReadiness: () => store.check(),
      trustedProxies: config.trustedProxies,
      logger: logger.child({ component: 'web' }),
      secrets: config.exportSecrets,
      isOpen: config.exportOpen || (isLoopback(config.host) && config.exportSecrets.length === 0),
    });
    const listening = await listen(web, config.host, config.port);
    port = listening.port;
    logger.info('listening', { host: config.host, port: listening.port });
    if (config.exportOpen)
      logger.warn('EXPORT_OPEN is set: anybody who reaches this address can read client lists');
    const background = startBackground(page.tasks, logger.child({ component: 'background' }));
    const close = async (graceMs: number) => {
      await listening.stop(graceMs);
      await Promise.all([background.close(), page.close()]);
      await store.close();
      logger.info('stopped');
    };
    return { ...listening, close };
  } catch (error) {
    await page.close();
    await store.close();
    throw error;
  }
}

const addressOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

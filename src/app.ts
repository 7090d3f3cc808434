import { createActingFor } from './acting-staff.js';
import { CONTINUING, createAfterHandOver, TELLING, WORKING } from './after-hand-over.js';
import { startBackground, type Background } from './background.js';
import { checkConfig } from './check-config.js';
import type { Config } from './config.js';
import { createId } from './create-id.js';
import { createHostClient } from './host/host-client.js';
import { RateLimits } from './host/rate-limit.js';
import { createLogger, type Logger } from './logger.js';
import { isLoopback } from './loopback.js';
import type { DeclareDeps, DeclaringHost } from './sessions/declare.js';
import { openStore } from './open-store.js';
import { createMetrics } from './metrics/metrics.js';
import { startMetricsServer } from './metrics/metrics-server.js';
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

/** The app as it runs. */
export interface RunningApp extends Listening {
  /** Undefined without METRICS_PORT. */
  metricsPort: number | undefined;
  /** Answers what is under way for so long, then ends all work and closes the store. */
  close(graceMs: number): Promise<void>;
}

/**
 * Starts the app: opens the store, listens, and begins what the server does by itself, unless the settings cannot work together.
 * Throws `config_invalid`, `data_dir_unusable`, `store_too_new`, `port_unusable`.
 */
export async function startApp(config: Config): Promise<RunningApp> {
  checkConfig(config);
  const logger = createLogger(config.logLevel);
  // What was opened, the last one first.
  const ends: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const store = await openStore(config);
    ends.push(() => store.close());
    const { listening, metricsPort } = await openDoors(config, store, logger, ends);
    logger.info('listening', { host: config.host, port: listening.port });
    if (config.exportOpen)
      logger.warn('EXPORT_OPEN is set: anybody who reaches this address can read client lists');
    const close = async (graceMs: number) => {
      await listening.stop(graceMs);
      await closeAll();
      logger.info('stopped');
    };
    return { ...listening, metricsPort, close };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Builds what answers requests and what works by itself, and listens. Adds to `ends` how each is ended. */
async function openDoors(
  config: Config,
  store: Store,
  logger: Logger,
  ends: (() => Promise<void>)[],
): Promise<{ listening: Listening; metricsPort: number | undefined }> {
  let port = config.port;
  const publicUrl = () => config.publicUrl ?? addressOf(config.host, port);
  const started: { background?: Background } = {};
  const nudge = (name: string) => () => started.background?.nudge(name);
  const rates = new RateLimits(config.intandem.requestsPerSecond);
  const page = createStaffPage(config, store, {
    publicUrl,
    rates,
    logger: logger.child({ component: 'page' }),
    onJob: nudge(WORKING),
  });
  ends.push(() => page.close());
  const metrics = config.metricsPort === undefined ? undefined : createMetrics(store);
  const web = createWeb({
    ...{ signIn: page.signIn, page: page.page, api: page.api },
    ...{ store, now, graceMs: config.graceMs, trustedProxies: config.trustedProxies },
    ...(metrics && { observePoll: metrics.observePoll }),
    checkReadiness: () => store.check(),
    logger: logger.child({ component: 'web' }),
    secrets: config.exportSecrets,
    isOpen: config.exportOpen || (isLoopback(config.host) && config.exportSecrets.length === 0),
    onClosed: nudge(CONTINUING),
    onReport: (report) => {
      metrics?.observeReport(report.clients);
      nudge(TELLING)();
    },
  });
  const figures = metrics && (await startMetricsServer(metrics, config.metricsPort ?? 0));
  if (figures) ends.push(() => figures.close());
  const listening = await listen(web, config.host, config.port);
  port = listening.port;
  const actingFor = createActingFor(config, page.signIn.signIn);
  const parts = { config, store, signIn: page.signIn.signIn, actingFor, rates, publicUrl, logger };
  const background = startBackground(
    [...page.tasks, ...createAfterHandOver(parts)],
    logger.child({ component: 'background' }),
  );
  started.background = background;
  ends.push(() => background.close());
  return { listening, metricsPort: figures?.port };
}

const addressOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

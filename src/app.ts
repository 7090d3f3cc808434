import { checkConfig } from './check-config.js';
import type { Config } from './config.js';
import type { LateParts } from './late-parts.js';
import { createLogger, type Logger } from './logger.js';
import { isLoopback } from './loopback.js';
import type { Metrics } from './metrics/metrics.js';
import { startMetricsServer } from './metrics/metrics-server.js';
import { openStore } from './open-store.js';
import type { Store } from './store/store.js';
import { listen, type Listening } from './web/listen.js';
import { createWeb } from './web/web.js';

const now = () => new Date();

/** The app as it runs. */
export interface RunningApp extends Listening {
  /** Undefined without METRICS_PORT. */
  metricsPort: number | undefined;
  /** Until staff are served too and background work has begun, which follows at once. Rejects when that cannot be. */
  whole: Promise<void>;
  /** Answers what is under way for so long, then ends all work and closes the store. */
  close(graceMs: number): Promise<void>;
}

/** How things that were opened are ended, in the order in which they were opened. */
type Ends = (() => Promise<void>)[];

/**
 * Starts the app, unless the settings cannot work together: opens the store, listens, and then, while polls are answered
 * already, loads what staff see and begins what the server does by itself.
 * Throws `config_invalid`, `data_dir_unusable`, `store_too_new`, `port_unusable`.
 */
export async function startApp(config: Config): Promise<RunningApp> {
  checkConfig(config);
  const logger = createLogger(config.logLevel);
  const ends: Ends = [];
  const closeAll = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const store = await openStore(config);
    ends.push(() => store.close());
    const doors = await openDoors(config, store, logger, ends);
    const { listening } = doors;
    logger.info('listening', { host: config.host, port: listening.port });
    if (config.exportOpen)
      logger.warn('EXPORT_OPEN is set: anybody who reaches this address can read client lists');
    const close = async (graceMs: number) => {
      await listening.stop(graceMs);
      await closeAll();
      logger.info('stopped');
    };
    return { ...doors, ...listening, close };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Builds what answers requests, listens, and has the rest follow. Adds to `ends` how each is ended. */
async function openDoors(
  config: Config,
  store: Store,
  logger: Logger,
  ends: Ends,
): Promise<Pick<RunningApp, 'metricsPort' | 'whole'> & { listening: Listening }> {
  let port = config.port;
  const publicUrl = () => config.publicUrl ?? addressOf(config.host, port);
  let late: LateParts | undefined;
  const metrics = config.metricsPort === undefined ? undefined : await loadMetrics(store);
  const web = createWeb({
    ...{ store, now, graceMs: config.graceMs, trustedProxies: config.trustedProxies },
    ...(metrics && {
      observePoll: metrics.observePoll,
      observeRefusal: metrics.observeRefusal,
    }),
    staff: async (req, res, next) => {
      (await loading).staff(req, res, next);
    },
    async checkReadiness() {
      await loading;
      await store.check();
    },
    logger: logger.child({ component: 'web' }),
    secrets: config.exportSecrets,
    isOpen: config.exportOpen || (isLoopback(config.host) && config.exportSecrets.length === 0),
    // Whatever was to be done before the rest is there is found when it begins.
    onClosed: () => late?.onClosed(),
    onReport: (report) => {
      metrics?.observeReport(report.clients);
      late?.onReport();
    },
  });
  const figures = metrics && (await startMetricsServer(metrics, config.metricsPort ?? 0));
  if (figures) ends.push(() => figures.close());
  const listening = await listen(web, config.host, config.port);
  port = listening.port;
  const loading = import('./late-parts.js').then(({ startLateParts }) => {
    late = startLateParts(config, store, { publicUrl, logger });
    return late;
  });
  const whole = loading.then(() => undefined);
  ends.push(async () => {
    await whole.catch(() => undefined);
    await late?.close();
  });
  return { listening, metricsPort: figures?.port, whole };
}

/** Few installations have metrics, so no other start waits for the library. */
async function loadMetrics(store: Store): Promise<Metrics> {
  const { createMetrics } = await import('./metrics/metrics.js');
  return createMetrics(store);
}

const addressOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

import { extname } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Config } from './config.js';
import { createId } from './create-id.js';
import { FerryError } from './errors.js';
import { createHostClient } from './host/host-client.js';
import { createLogger } from './logger.js';
import type { DeclareDeps, DeclaringHost } from './sessions/declare.js';
import type { StageOutcome, StageProgress } from './staging/stage-files.js';
import type { StageRequest } from './staging/stage-request.js';
import { openStore, type StoreConfig } from './open-store.js';
import type { StageTask, StageTaskResult } from './stage-worker.js';
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

const storeOf = ({ dataDir, database }: Config): StoreConfig => ({ dataDir, database });

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

/** Beside this file, and like it TypeScript in development and JavaScript once built. */
const STAGE_WORKER = new URL(`./stage-worker${extname(import.meta.url)}`, import.meta.url).href;

/** Keeps memory flat whatever the file's size (promises R8); what a staging holds at a time is far below. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 };

/**
 * Stages files in a worker thread. An aborted signal asks it to end and to remove what it wrote; a batch that stands by then
 * is not denied. Throws what `stageFiles` throws.
 */
export async function stageInWorker(
  config: Config,
  request: StageRequest,
  options: { onProgress: (progress: StageProgress) => void; signal: AbortSignal },
): Promise<StageOutcome> {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', options.onProgress);
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  options.signal.addEventListener('abort', () => Atomics.store(stop, 0, 1));
  const pool = new Piscina<StageTask, StageTaskResult>({
    filename: STAGE_WORKER,
    maxThreads: 1,
    resourceLimits: WORKER_MEMORY,
  });
  try {
    const task: StageTask = { store: storeOf(config), request, progress: port2, stop };
    const result = await pool.run(task, { transferList: [port2] });
    if (!result.ok) throw new FerryError(result.code, result.message, { hint: result.hint });
    return result.outcome;
  } finally {
    port1.close();
    await pool.destroy();
  }
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/**
 * Starts the app: opens the store and listens. On an address that others can reach it refuses to start without a secret,
 * unless that is asked for loudly (promises S1). Throws `config_invalid`, `data_dir_unusable`, `store_too_new`, `port_unusable`.
 */
export async function startApp(
  config: Config,
): Promise<Listening & { close(graceMs: number): Promise<void> }> {
  const isLoopback = LOOPBACK.test(config.host);
  if (config.exportSecrets.length === 0 && !isLoopback && !config.exportOpen) {
    throw new FerryError(
      'config_invalid',
      `HOST ${config.host} can be reached by others, and without EXPORT_SECRET anybody could read client lists.`,
      {
        hint: 'Set EXPORT_SECRET (for example the output of: openssl rand -hex 24), or HOST=127.0.0.1.',
      },
    );
  }
  const logger = createLogger(config.logLevel);
  const store = await openStore(config);
  try {
    const web = createWeb({
      store,
      now,
      graceMs: config.graceMs,
      checkReadiness: () => store.check(),
      logger: logger.child({ component: 'web' }),
      secrets: config.exportSecrets,
      isOpen: config.exportOpen || (isLoopback && config.exportSecrets.length === 0),
    });
    const listening = await listen(web, config.host, config.port);
    logger.info('listening', { host: config.host, port: listening.port });
    if (config.exportOpen)
      logger.warn('EXPORT_OPEN is set: anybody who reaches this address can read client lists');
    const close = async (graceMs: number) => {
      await listening.stop(graceMs);
      await store.close();
      logger.info('stopped');
    };
    return { ...listening, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

import { createLogger } from '../../src/logger.js';
import type { Store } from '../../src/store/store.js';
import { listen, type Listening } from '../../src/web/listen.js';
import { createWeb } from '../../src/web/web.js';
import type { Cleaner } from './temp-dir.js';

export interface WebOptions {
  now?: () => Date;
  graceMs?: number;
  secrets?: readonly string[];
  isOpen?: boolean;
}

/** A running app over a store. */
export interface RunningWeb extends Listening {
  origin: string;
  /** The address of the plain export route. */
  url: string;
}

/** The app's web edge on a free port of loopback, without a log; stopped after the test. */
export async function startWeb(
  t: Cleaner,
  store: Store,
  options: WebOptions = {},
): Promise<RunningWeb> {
  const logger = createLogger('error');
  logger.silent = true;
  const web = createWeb({
    store,
    logger,
    checkReadiness: () => store.check(),
    now: () => new Date(),
    graceMs: 15 * 60_000,
    secrets: [],
    isOpen: true,
    ...options,
  });
  const listening = await listen(web, '127.0.0.1', 0);
  t.after(() => listening.stop(0));
  const origin = `http://127.0.0.1:${listening.port}`;
  return { ...listening, origin, url: `${origin}/app/clients/export` };
}

import type { Router } from 'express';
import { createActingFor } from './acting-staff.js';
import { CONTINUING, createAfterHandOver, TELLING, WORKING } from './after-hand-over.js';
import { startBackground, type Background } from './background.js';
import type { Config } from './config.js';
import { RateLimits } from './host/rate-limit.js';
import type { Logger } from './logger.js';
import { createStaffPage } from './staff-page.js';
import type { Store } from './store/store.js';
import { createStaffRoutes } from './web/staff-routes.js';

/** What no poll needs: all that staff see, and what the server does by itself. */
export interface LateParts {
  staff: Router;
  /** To be told that the host has closed a session. */
  onClosed(): void;
  /** To be told that the host has reported what became of clients. */
  onReport(): void;
  /** Ends all of it, and waits until nothing runs. */
  close(): Promise<void>;
}

/**
 * Builds what staff see, and begins what the server does by itself. It is four fifths of the program, so `app.ts` loads this file
 * only once polls are answered.
 */
export function startLateParts(
  config: Config,
  store: Store,
  { publicUrl, logger }: { publicUrl: () => string; logger: Logger },
): LateParts {
  const started: { background?: Background } = {};
  const nudge = (name: string) => () => started.background?.nudge(name);
  const rates = new RateLimits(config.intandem.requestsPerSecond);
  const page = createStaffPage(config, store, {
    publicUrl,
    rates,
    logger: logger.child({ component: 'page' }),
    onJob: nudge(WORKING),
  });
  const staff = createStaffRoutes({
    ...{ signIn: page.signIn, page: page.page, api: page.api },
    logger: logger.child({ component: 'web' }),
  });
  const { signIn } = page.signIn;
  const actingFor = createActingFor(config, signIn);
  const parts = { config, store, signIn, actingFor, rates, publicUrl, logger };
  const background = startBackground(
    [...page.tasks, ...createAfterHandOver(parts)],
    logger.child({ component: 'background' }),
  );
  started.background = background;
  return {
    staff,
    onClosed: nudge(CONTINUING),
    onReport: nudge(TELLING),
    async close() {
      await background.close();
      await page.close();
    },
  };
}

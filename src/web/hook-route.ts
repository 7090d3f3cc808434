import express, { Router, type RequestHandler } from 'express';
import { parseReport } from '../results/parse-report.js';
import type { HostReport } from '../results/report.js';
import { REPORTS_PATH } from '../results/subscribe-reports.js';
import { takeReport, type TakeReportDeps } from '../results/take-report.js';
import { createSecretTest, type DoorOptions } from './door.js';
import { notFound } from './error-handler.js';

/** Ids of 50,000 clients as long as `parseReport` takes them, as text in quotes, and their frame. */
const MOST_BYTES = '32mb';
/** Where anybody may send something. */
const MOST_BYTES_OF_ANYBODY = '2mb';

/** A slash at the end of the public address may give a double one. */
const SECRET_PATHS = [`/host/:secret${REPORTS_PATH}`, `/host/:secret/${REPORTS_PATH}`];
const PLAIN_PATHS = [REPORTS_PATH, `/${REPORTS_PATH}`];

export interface HookRouteDeps extends TakeReportDeps, DoorOptions {
  /** Called after a report that was not there before, so that what waits for it goes on. */
  onReport?: (report: HostReport) => void;
}

/**
 * The route that the host's webhooks come to, with the same door as its polls (promises S1, S2): what is not there is one
 * uniform 404. 204 once a report is kept, and for events of other kinds; 400 for what cannot be read; 503 while it cannot be
 * kept, so that a host that tries again loses nothing.
 */
export function createHookRoute(deps: HookRouteDeps): Router {
  const router = Router();
  const isSecret = createSecretTest(deps.secrets);
  const guard: RequestHandler = (req, res, next) => {
    if (isSecret(req.params['secret'])) next();
    else notFound(req, res, next);
  };
  // Whatever the host calls its content, it must be JSON.
  const json = (limit: string) => express.json({ limit, type: () => true });
  const take = createTaker(deps);
  router.post(SECRET_PATHS, guard, json(MOST_BYTES), take);
  if (deps.isOpen) router.post(PLAIN_PATHS, json(MOST_BYTES_OF_ANYBODY), take);
  return router;
}

function createTaker(deps: HookRouteDeps): RequestHandler {
  return async (req, res) => {
    const report = parseReport(req.body);
    if (report) {
      const taken = await takeReport(deps, report);
      if (taken !== 'repeated') deps.onReport?.(report);
    }
    res.status(204).end();
  };
}

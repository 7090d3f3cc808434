import type { RequestListener } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import { createHeaders } from './common-headers.js';
import { createErrorHandler, notFound } from './error-handler.js';
import { createExportRoute, type ExportRouteDeps } from './export-route.js';
import { createHookRoute, type HookRouteDeps } from './hook-route.js';
import { createPollDoor } from './poll-door.js';
import { PagesUnderWay } from './pages-under-way.js';
import { createRequestLog } from './request-log.js';
import { sendJson } from './send-json.js';

export interface WebDeps extends Omit<ExportRouteDeps, 'pages'>, Omit<HookRouteDeps, 'store'> {
  store: ExportRouteDeps['store'] & HookRouteDeps['store'];
  /** Throws when the app cannot do its work now. */
  checkReadiness: () => Promise<void>;
  /** Proxies whose word is taken for the address of a caller; nothing else that they forward is. */
  trustedProxies?: readonly string[];
  /** Everything for staff (`staff-routes.ts`). Without it the app only serves the host. */
  staff?: RequestHandler;
}

/** The app for requests: polls go through a door of their own, all else through express. It does not listen, so that tests can. */
export function createWeb(deps: WebDeps): RequestListener {
  const exporting = { ...deps, pages: new PagesUnderWay(deps.store) };
  const site = createSite(exporting);
  return createPollDoor(exporting, (req, res) => {
    site(req, res);
  });
}

/** All routes of the app, polls among them. */
export function createSite(deps: WebDeps & ExportRouteDeps): Express {
  const { logger, staff, trustedProxies = [] } = deps;
  const web = express();
  web.disable('x-powered-by');
  web.disable('etag');
  web.set('query parser', 'simple');
  web.set('trust proxy', [...trustedProxies]);
  web.use(createHeaders());
  web.use(createRequestLog(logger));
  web.get('/healthz', (_req, res) => {
    sendJson(res, 200, '{"status":"ok"}');
  });
  web.get('/readyz', async (_req, res) => {
    await deps.checkReadiness();
    sendJson(res, 200, '{"status":"ready"}');
  });
  web.use(createExportRoute(deps));
  web.use(createHookRoute(deps));
  if (staff) web.use(staff);
  web.use(notFound);
  web.use(createErrorHandler(logger));
  return web;
}

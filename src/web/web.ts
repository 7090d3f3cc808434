import type { RequestListener } from 'node:http';
import express, { type Router } from 'express';
import { createHeaders } from './common-headers.js';
import { createErrorHandler, notFound } from './error-handler.js';
import { createExportRoute, type ExportRouteDeps } from './export-route.js';
import { createHookRoute, type HookRouteDeps } from './hook-route.js';
import { createPageRoute, type PageRouteDeps } from './page-route.js';
import { createPollDoor } from './poll-door.js';
import { createRequestLog } from './request-log.js';
import { sendJson } from './send-json.js';
import { createSignInRoutes, type SignInRoutesDeps } from './sign-in/sign-in-routes.js';

export interface WebDeps extends ExportRouteDeps, Omit<HookRouteDeps, 'store'> {
  store: ExportRouteDeps['store'] & HookRouteDeps['store'];
  /** Throws when the app cannot do its work now. */
  checkReadiness: () => Promise<void>;
  /** Proxies whose word is taken for the address of a caller; nothing else that they forward is. */
  trustedProxies?: readonly string[];
  /** Without these three the app only serves the host's polls. */
  signIn?: Omit<SignInRoutesDeps, 'logger'>;
  page?: PageRouteDeps;
  api?: Router;
}

/** The app for requests: polls go through a door of their own, all else through express. It does not listen, so that tests can. */
export function createWeb(deps: WebDeps): RequestListener {
  const { logger, signIn, page, api, trustedProxies = [] } = deps;
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
  if (signIn) web.use(createSignInRoutes({ ...signIn, logger }));
  if (api) web.use('/api', api);
  if (page) web.use(createPageRoute(page));
  web.use(notFound);
  web.use(createErrorHandler(logger));
  return createPollDoor(deps, (req, res) => {
    web(req, res);
  });
}

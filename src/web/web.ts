import express, { type Express } from 'express';
import helmet from 'helmet';
import { createErrorHandler, notFound } from './error-handler.js';
import { createExportRoute, type ExportRouteDeps } from './export-route.js';
import { createRequestLog } from './request-log.js';
import { sendJson } from './send-json.js';

export interface WebDeps extends ExportRouteDeps {
  /** Throws when the app cannot do its work now. */
  checkReadiness: () => Promise<void>;
}

/** The express app. It does not listen, so that tests and `serve` can. */
export function createWeb(deps: WebDeps): Express {
  const web = express();
  web.disable('x-powered-by');
  web.disable('etag');
  web.set('query parser', 'simple');
  web.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
    }),
  );
  web.use(createRequestLog(deps.logger));
  web.get('/healthz', (_req, res) => {
    sendJson(res, 200, '{"status":"ok"}');
  });
  web.get('/readyz', async (_req, res) => {
    await deps.checkReadiness();
    sendJson(res, 200, '{"status":"ready"}');
  });
  web.use(createExportRoute(deps));
  web.use(notFound);
  web.use(createErrorHandler(deps.logger));
  return web;
}

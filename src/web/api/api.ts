import { Router } from 'express';
import { notFound } from '../error-handler.js';
import { sendJson } from '../send-json.js';
import type { ApiDeps } from './api-deps.js';
import { createDocument } from './document.js';
import { createErrorTeller } from './error-body.js';
import { createRoutes, DOCUMENT_ROUTE } from './routes.js';
import { refuseOtherMethods, serveRoutes } from './serve-route.js';

/**
 * The JSON API of the staff page, to be mounted at `/api` behind the routes of signing in. Who asks comes from their token
 * alone, and everything of another business is not there (promises S3, S4). Its description is at `/api/openapi.json`.
 */
export function createApi(deps: ApiDeps): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const routes = createRoutes(deps);
  const shapes = [DOCUMENT_ROUTE, ...routes];
  const document = JSON.stringify(createDocument(shapes));
  refuseOtherMethods(router, shapes);
  router.get(DOCUMENT_ROUTE.path, (_req, res) => {
    sendJson(res, 200, document);
  });
  serveRoutes(router, routes, deps);
  router.use(notFound);
  router.use(createErrorTeller(deps.logger));
  return router;
}

import { Router } from 'express';
import { notFound } from '../error-handler.js';
import { sendJson } from '../send-json.js';
import type { ApiDeps } from './api-deps.js';
import { createErrorTeller } from './error-body.js';
import type { RouteShape } from './route.js';
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
  refuseOtherMethods(router, shapes);
  let document: string | undefined;
  router.get(DOCUMENT_ROUTE.path, async (_req, res) => {
    document ??= await drawDocument(shapes);
    sendJson(res, 200, document);
  });
  serveRoutes(router, routes, deps);
  router.use(notFound);
  router.use(createErrorTeller(deps.logger));
  return router;
}

/** Few ever ask for it, so no start waits for the library that draws it. */
async function drawDocument(shapes: readonly RouteShape[]): Promise<string> {
  const { createDocument } = await import('./document.js');
  return JSON.stringify(createDocument(shapes));
}

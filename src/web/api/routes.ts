import type { ApiDeps } from './api-deps.js';
import { auditRoutes } from './audit-route.js';
import { batchRoutes } from './batches.js';
import { draftRejectRoutes } from './draft-rejects.js';
import { draftStagingRoutes } from './draft-staging.js';
import { draftRoutes } from './drafts.js';
import { fieldRoutes } from './fields.js';
import { meRoutes } from './me.js';
import { profileRoutes } from './profiles.js';
import type { ApiRoute, RouteShape } from './route.js';
import { sessionRoutes } from './sessions.js';
import { z } from 'zod';

/** Every route for those who are signed in. The document, the router and the tests are made from this list. */
export function createRoutes(deps: ApiDeps): ApiRoute[] {
  return [
    meRoutes,
    fieldRoutes,
    profileRoutes,
    draftRoutes,
    draftStagingRoutes,
    draftRejectRoutes,
    batchRoutes,
    sessionRoutes,
    auditRoutes,
  ].flatMap((create) => create(deps));
}

/** The description of the API itself, for everybody. */
export const DOCUMENT_ROUTE: RouteShape = {
  method: 'get',
  path: '/openapi.json',
  summary: 'This description',
  role: undefined,
  answers: { kind: 'json', status: 200, schema: z.looseObject({ openapi: z.string() }) },
};

import type { ApiDeps } from './api-deps.js';
import { auditRoutes } from './audit-route.js';
import { batchRoutes } from './batches.js';
import { draftRejectRoutes } from './draft-rejects.js';
import { draftStagingRoutes } from './draft-staging.js';
import { draftRoutes } from './drafts.js';
import { clientResultRoutes } from './client-results.js';
import { continueRoutes } from './continue.js';
import { fieldRoutes } from './fields.js';
import { importRoutes } from './imports.js';
import { jobRoutes } from './jobs.js';
import { meRoutes } from './me.js';
import { preflightRoutes } from './preflight.js';
import { profileRoutes } from './profiles.js';
import { reconcileRoutes } from './reconcile.js';
import { retryRoutes } from './retry.js';
import type { ApiRoute, RouteShape } from './route.js';
import { sessionRoutes } from './sessions.js';
import { undoRoutes } from './undo.js';
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
    preflightRoutes,
    sessionRoutes,
    importRoutes,
    clientResultRoutes,
    reconcileRoutes,
    retryRoutes,
    continueRoutes,
    undoRoutes,
    jobRoutes,
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

import express, { Router, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { createApiFaults, type ApiFaultsOptions } from './api-faults.js';
import { createAppsApi, type AppsApiOptions } from './apps-api.js';
import { createClientsApi } from './clients-api.js';
import type { CrmStore } from './crm-store.js';
import { createFieldsApi } from './fields-api.js';
import { bearerOf, createTokenCheck, type KnownTokens } from './host-auth.js';
import { createWebhooksApi } from './webhooks-api.js';

export interface PlatformApiOptions
  extends KnownTokens, ApiFaultsOptions, Omit<AppsApiOptions, 'redirectUri'> {
  store: CrmStore;
  app: { redirectUri: string } | undefined;
  /** Per token; 0 = off. */
  requestsPerSecond: number;
  /** The client API does not tell the external id. */
  hidesExternalId: boolean;
}

/** Everything below `/platform/v1` (intandem-contract sections 4, 5 and 8), behind one limit. */
export function createPlatformApi(options: PlatformApiOptions): Router {
  const { store, requestsPerSecond } = options;
  const router = Router();
  const checkAnybody = createTokenCheck(options, { admitsApp: true, ignoresOnBehalfOf: true });
  const checkStaff = createTokenCheck(options);
  const checkStaffAnyway = createTokenCheck(options, { ignoresOnBehalfOf: true });
  const redirectUri = options.app?.redirectUri;

  router.use(checkAnybody);
  if (requestsPerSecond > 0) router.use(createPlatformLimit(requestsPerSecond));
  router.use(createApiFaults(options), express.json({ limit: '1mb' }));
  router.use('/fields', checkStaff, createFieldsApi(store.fields));
  router.use('/clients', checkStaffAnyway, createClientsApi({ ...store, ...options }));
  router.use('/apps', createAppsApi({ ...options, redirectUri }));
  router.use(createWebhooksApi(store.subscriptions));
  return router;
}

/** The gateway tier "8ReqPerSec", counted per token; the body is the one of intandem-contract section 7. */
function createPlatformLimit(requestsPerSecond: number): RequestHandler {
  return rateLimit({
    windowMs: 1000,
    limit: requestsPerSecond,
    keyGenerator: bearerOf,
    // brings Retry-After as well
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    message: { error: 'Too many requests' },
  });
}

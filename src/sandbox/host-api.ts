import express, { type Express } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { StaffMember } from './account.js';
import { createAuthorizationCodes } from './authorization-codes.js';
import type { RegisteredApp } from './authorization-request.js';
import { createClientsApi } from './clients-api.js';
import { createJwsIssuer } from './compact-jws.js';
import { createCrmSite } from './crm-site.js';
import type { CrmStore } from './crm-store.js';
import { createFieldsApi } from './fields-api.js';
import { accountOf, bearerOf, createTokenCheck } from './host-auth.js';
import { answerNotFound, createErrorAnswer } from './host-envelopes.js';
import { createIdentityApi } from './identity-api.js';
import { createImportEndpoint, type AnswerForm } from './import-endpoint.js';
import type { ImportRunner } from './import-runner.js';
import type { SiteSettings } from './site-settings.js';
import { createSiteVisitors } from './site-visitors.js';
import type { StaffTokens } from './staff-tokens.js';

export interface HostApiOptions {
  store: CrmStore;
  runner: ImportRunner;
  staff: readonly StaffMember[];
  tokens: StaffTokens;
  settings: SiteSettings;
  appCode: string;
  appName: string;
  /** For signing in; without it no request for authorization is known. */
  app: RegisteredApp | undefined;
  /** The app's public address. */
  appUrl: string | undefined;
  /** Our own address, without a trailing slash. */
  origin: string;
  answerForm: AnswerForm;
  /** Per token on `/platform/v1/*`; 0 = off. */
  requestsPerSecond: number;
  now: () => Date;
  log: (line: string) => void;
}

/** Builds the sandbox's routes: the host's own, the list of imports, and the pages of the CRM. Does not listen. */
export function createHostApi(options: HostApiOptions): Express {
  const { store, tokens, settings, now } = options;
  const app = express();
  app.disable('x-powered-by');
  const checkToken = createTokenCheck(tokens);
  const readJson = express.json({ limit: '1mb' });

  app.post(
    '/business/clients/v1/apps/:app/import',
    checkToken,
    readJson,
    createImportEndpoint({
      ...options,
      isInstalled: (businessUid) => settings.isInstalled(businessUid),
    }),
  );

  app.use('/platform/v1', checkToken);
  if (options.requestsPerSecond > 0) {
    app.use('/platform/v1', createPlatformLimit(options.requestsPerSecond));
  }
  app.use('/platform/v1/fields', readJson, createFieldsApi(store.fields));
  app.use('/platform/v1/clients', readJson, createClientsApi(store));

  app.get('/sandbox/imports', checkToken, (req, res) => {
    res.json(store.imports.list(accountOf(req).businessUid));
  });

  const codes = createAuthorizationCodes(now);
  const jws = createJwsIssuer(now);
  const brandHost = new URL(options.origin).host;
  app.use(createIdentityApi({ ...options, codes, jws, checkToken, brandHost }));
  const visitors = createSiteVisitors(options.staff);
  app.use(createCrmSite({ ...options, codes, jws, visitors }));

  app.use(answerNotFound);
  app.use(createErrorAnswer(options.log));
  return app;
}

/** The gateway tier "8ReqPerSec", counted per token; the body is the one of intandem-contract section 7. */
function createPlatformLimit(requestsPerSecond: number) {
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

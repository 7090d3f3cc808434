import express, { type Express } from 'express';
import type { StaffMember } from './account.js';
import type { AppTokens } from './app-tokens.js';
import { createInstallsApi } from './apps-api.js';
import { createAuthorizationCodes } from './authorization-codes.js';
import type { RegisteredApp } from './authorization-request.js';
import { createJwsIssuer } from './compact-jws.js';
import { createCrmSite } from './crm-site.js';
import { accountOf, createTokenCheck } from './host-auth.js';
import { answerNotFound, createErrorAnswer } from './host-envelopes.js';
import { createIdentityApi } from './identity-api.js';
import { createImportEndpoint } from './import-endpoint.js';
import type { AnswerForm } from './import-report.js';
import type { ImportRunner } from './import-runner.js';
import { createPlatformApi, type PlatformApiOptions } from './platform-api.js';
import type { AppCredentials, ServiceTokenForm } from './service-token-endpoint.js';
import type { SiteSettings } from './site-settings.js';
import { createSiteVisitors } from './site-visitors.js';
import type { StaffTokens } from './staff-tokens.js';
import type { WebhookLog } from './webhook-log.js';

export interface HostApiOptions extends PlatformApiOptions {
  runner: ImportRunner;
  staff: readonly StaffMember[];
  tokens: StaffTokens;
  appTokens: AppTokens;
  webhookLog: WebhookLog;
  settings: SiteSettings;
  /** For signing in; without it no request for authorization is known. */
  app: RegisteredApp | undefined;
  /** For tokens of the app itself; without them it gets none. */
  credentials: AppCredentials | undefined;
  serviceTokenForm: ServiceTokenForm;
  /** The app's public address. */
  appUrl: string | undefined;
  /** Our own address, without a trailing slash. */
  origin: string;
  answerForm: AnswerForm;
  now: () => Date;
  log: (line: string) => void;
}

/** Builds the sandbox's routes: the host's own, the list of imports, and the pages of the CRM. Does not listen. */
export function createHostApi(options: HostApiOptions): Express {
  const { store, settings, now } = options;
  const app = express();
  app.disable('x-powered-by');
  const checkToken = createTokenCheck(options);

  app.post(
    '/business/clients/v1/apps/:app/import',
    checkToken,
    express.json({ limit: '1mb' }),
    createImportEndpoint({
      ...options,
      isInstalled: (businessUid) => settings.isInstalled(businessUid),
    }),
  );
  app.use('/platform/v1', createPlatformApi(options));
  app.use('/v3/apps/business_app_installs', checkToken, createInstallsApi(options));

  app.get('/sandbox/imports', checkToken, (req, res) => {
    res.json(store.imports.list(accountOf(req).businessUid));
  });
  app.get('/sandbox/webhooks', checkToken, (req, res) => {
    res.json(options.webhookLog.show(accountOf(req).businessUid));
  });

  const codes = createAuthorizationCodes(now);
  const jws = createJwsIssuer(now);
  const brandHost = new URL(options.origin).host;
  const service = { ...options, form: options.serviceTokenForm };
  app.use(createIdentityApi({ ...options, service, codes, jws, checkToken, brandHost }));
  const visitors = createSiteVisitors(options.staff);
  app.use(createCrmSite({ ...options, codes, jws, visitors }));

  app.use(answerNotFound);
  app.use(createErrorAnswer(options.log));
  return app;
}

import express, { type Express } from 'express';
import { rateLimit } from 'express-rate-limit';
import { createClientsApi } from './clients-api.js';
import { PAGE_POLICY, renderClientsPage } from './clients-page.js';
import type { CrmStore } from './crm-store.js';
import { createFieldsApi } from './fields-api.js';
import { accountOf, createTokenCheck, type Account } from './host-auth.js';
import { answerNotFound, createErrorAnswer } from './host-envelopes.js';
import { createImportEndpoint, type AnswerForm } from './import-endpoint.js';
import type { ImportRunner } from './import-runner.js';

const PAGE_IMPORTS = 20;
const PAGE_CLIENTS = 100;

export interface HostApiOptions {
  store: CrmStore;
  runner: ImportRunner;
  accounts: readonly Account[];
  appCode: string;
  answerForm: AnswerForm;
  /** Per token on `/platform/v1/*`; 0 = off. */
  requestsPerSecond: number;
  log: (line: string) => void;
}

/** Builds the sandbox's routes: the host's own, and the sandbox's two views of what happened. Does not listen. */
export function createHostApi(options: HostApiOptions): Express {
  const { store, accounts, log } = options;
  const app = express();
  app.disable('x-powered-by');
  const checkToken = createTokenCheck(accounts);
  const readJson = express.json({ limit: '1mb' });

  app.post(
    '/business/clients/v1/apps/:app/import',
    checkToken,
    readJson,
    createImportEndpoint(options),
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
  app.get('/', (_req, res) => {
    const views = businessUidsOf(accounts).map((businessUid) => viewBusiness(store, businessUid));
    res.set('content-security-policy', PAGE_POLICY);
    res.type('html').send(renderClientsPage(views));
  });

  app.use(answerNotFound);
  app.use(createErrorAnswer(log));
  return app;
}

/** Every business that has an account, once. */
export function businessUidsOf(accounts: readonly Account[]): string[] {
  return [...new Set(accounts.map((account) => account.businessUid))];
}

/** The gateway tier "8ReqPerSec", counted per token; the body is the one of intandem-contract section 7. */
function createPlatformLimit(requestsPerSecond: number) {
  return rateLimit({
    windowMs: 1000,
    limit: requestsPerSecond,
    keyGenerator: (req) => accountOf(req).token,
    // brings Retry-After as well
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    message: { error: 'Too many requests' },
  });
}

function viewBusiness({ imports, clients }: CrmStore, businessUid: string) {
  return {
    businessUid,
    imports: imports.list(businessUid).slice(0, PAGE_IMPORTS),
    clients: clients.list({ businessUid, page: 1, perPage: PAGE_CLIENTS }),
    totalClients: clients.count(businessUid),
  };
}

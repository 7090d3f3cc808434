import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { businessUidsOf, describeAccount } from './account.js';
import { createAppTokens } from './app-tokens.js';
import type { RegisteredApp } from './authorization-request.js';
import { openCrmStore, type CrmStore } from './crm-store.js';
import type { FaultName } from './faults.js';
import { createHostApi } from './host-api.js';
import { createImportRunner, type ImportRunner } from './import-runner.js';
import { drawSeed } from './random.js';
import type { SandboxOptions } from './sandbox-options.js';
import type { AppCredentials } from './service-token-endpoint.js';
import { createSiteSettings } from './site-settings.js';
import { createStaffTokens } from './staff-tokens.js';
import { createWebhookLog, type WebhookLog } from './webhook-log.js';

export type { Account } from './account.js';

export {
  AFTERMATH_FAULTS,
  FAULT_NAMES,
  PULL_FAULTS,
  SURVIVABLE_FAULTS,
  isFaultName,
  type FaultName,
} from './faults.js';
export type { ImportAccount } from './import-store.js';
export type { SandboxOptions } from './sandbox-options.js';
export type { Delivery, DeliveryCounts } from './webhook-log.js';

export interface Sandbox {
  url: string;
  port: number;
  seed: number;
  /** Makes every token that was given out invalid, those of the app as well; the configured ones stay. */
  expireTokens(): void;
  close(): Promise<void>;
}

/**
 * Starts the stand-in CRM: a peer that knows the app over HTTP alone. Throws the plain Node error (for example `EADDRINUSE`)
 * when it cannot listen, and the driver's when `dataFile` cannot be opened.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { accounts, seed = drawSeed(), faults = [], now = () => new Date() } = options;
  const log = options.log ?? logToStderr;
  const store = openCrmStore(now, options.dataFile);
  for (const businessUid of businessUidsOf(accounts)) store.fields.seed(businessUid);
  const webhookLog = createWebhookLog();
  const shared: Shared = { store, webhookLog, seed, faults, now, log };
  const runner = createRunner(options, shared);
  const server = createServer();
  const { port, url } = await listen(server, options).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const staff = accounts.map(describeAccount);
  const tokens = createStaffTokens(staff);
  const appTokens = createAppTokens(now);
  // pages and tokens tell our own address, which is not known before listening
  const known = { runner, staff, tokens, appTokens, origin: url };
  const api = createHostApi({ ...shared, ...known, ...apiSettings(options) });
  server.on('request', (req, res) => {
    api(req, res);
  });
  log(`seed ${seed}, faults: ${faults.length === 0 ? 'none' : faults.join(', ')}`);

  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    // stalled POSTs are kept open on purpose and would hold the server for ever
    server.closeAllConnections();
    await runner.stop();
    await closed;
    // a declaration that was still being answered has begun no pull
    store.imports.abandonLeftovers();
    store.close();
  }
  let closing: Promise<void> | undefined;
  return {
    url,
    port,
    seed,
    expireTokens: () => {
      tokens.expireIssued();
      appTokens.expireIssued();
    },
    close: () => (closing ??= close()),
  };
}

/** What the side that pulls and the side that is asked have in common. */
interface Shared {
  store: CrmStore;
  webhookLog: WebhookLog;
  seed: number;
  faults: readonly FaultName[];
  now: () => Date;
  log: (line: string) => void;
}

function createRunner(options: SandboxOptions, shared: Shared): ImportRunner {
  return createImportRunner({
    ...shared,
    apiUri: options.apiUri,
    appName: options.appName ?? options.appCode,
    perPage: options.perPage ?? 100,
    answerForm: options.answerForm ?? 'uuid',
    failShare: options.failShare ?? 0.05,
    failsFor: options.failsFor ?? (() => false),
    webhooks: {
      ...shared,
      timeoutMs: options.webhookTimeoutMs ?? 5_000,
      tries: options.webhookTries ?? 1,
      longestDelayMs: options.webhookDelayMs ?? 500,
    },
  });
}

function apiSettings(options: SandboxOptions) {
  return {
    appCode: options.appCode,
    appName: options.appName ?? options.appCode,
    appTypes: options.appTypes ?? ['import_clients', 'menu_items'],
    apiUri: options.apiUri,
    appUrl: options.appUrl,
    settings: createSiteSettings(options.notInstalled !== true),
    app: registeredApp(options),
    credentials: credentialsOf(options),
    serviceTokenForm: options.serviceTokenForm ?? 'flat',
    answerForm: options.answerForm ?? 'uuid',
    requestsPerSecond: options.requestsPerSecond ?? 8,
    hidesExternalId: options.hidesExternalId ?? false,
  };
}

async function listen(server: Server, { port: wanted, host = '127.0.0.1' }: SandboxOptions) {
  server.listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://${host.includes(':') ? `[${host}]` : host}:${port}` };
}

function credentialsOf({ clientId, clientSecret }: SandboxOptions): AppCredentials | undefined {
  return clientId !== undefined && clientSecret !== undefined
    ? { clientId, clientSecret }
    : undefined;
}

function registeredApp(options: SandboxOptions): RegisteredApp | undefined {
  const credentials = credentialsOf(options);
  const { redirectUri } = options;
  return credentials && redirectUri !== undefined ? { ...credentials, redirectUri } : undefined;
}

function logToStderr(line: string): void {
  process.stderr.write(`sandbox: ${line}\n`);
}

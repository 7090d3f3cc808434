import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { businessUidsOf, describeAccount, type Account } from './account.js';
import type { RegisteredApp } from './authorization-request.js';
import { openCrmStore } from './crm-store.js';
import type { FaultName } from './faults.js';
import { createHostApi } from './host-api.js';
import type { AnswerForm } from './import-endpoint.js';
import { createImportRunner } from './import-runner.js';
import { drawSeed } from './random.js';
import { createSiteSettings } from './site-settings.js';
import { createStaffTokens } from './staff-tokens.js';

export type { Account } from './account.js';

export { FAULT_NAMES, SURVIVABLE_FAULTS, isFaultName, type FaultName } from './faults.js';
export type { ImportAccount } from './import-store.js';

export interface SandboxOptions {
  /** 0 = any free port. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** The app's registered api_uri; the sandbox appends `/app/clients/export` to it as it stands. */
  apiUri: string;
  /** Code name of the one app that is installed. */
  appCode: string;
  /** Becomes the `source` of imported clients; default: the code name. */
  appName?: string;
  /** Staff members and their bearer tokens. */
  accounts: readonly Account[];
  /** The app's public address: the CRM's page opens it in a frame. Without it there is no app to see. */
  appUrl?: string;
  /** Id, secret and return address of the registered app; without all three nobody can sign in by OAuth. */
  clientId?: string;
  clientSecret?: string;
  redirectUri?: string;
  /** The app is installed nowhere, so every import is refused with 422; the settings page can change it. */
  notInstalled?: boolean;
  /** For tests of what expires; default: the clock. */
  now?: () => Date;
  /** Page size of the puller, default 100. */
  perPage?: number;
  /** Per token on `/platform/v1/*`, default 8; 0 = off. */
  requestsPerSecond?: number;
  /** Form of `session_id` in the 201, default `uuid`. */
  answerForm?: AnswerForm;
  /** SQLite file; default: memory only. */
  dataFile?: string;
  /** How to misbehave; default: not at all. */
  faults?: readonly FaultName[];
  /** Repeats the faults of an earlier run; default: random, and always logged. */
  seed?: number;
  /** Default: a line on stderr. Never told a token or a client's values. */
  log?: (line: string) => void;
}

export interface Sandbox {
  url: string;
  port: number;
  seed: number;
  /** Makes every token that OAuth gave out invalid; the configured ones stay. */
  expireTokens(): void;
  close(): Promise<void>;
}

/**
 * Starts the stand-in CRM: a peer that knows the app over HTTP alone. Throws the plain Node error (for example `EADDRINUSE`)
 * when it cannot listen, and the driver's when `dataFile` cannot be opened.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { apiUri, appCode, accounts, perPage = 100, seed = drawSeed(), faults = [] } = options;
  const log = options.log ?? logToStderr;
  const host = options.host ?? '127.0.0.1';
  const store = openCrmStore(options.dataFile);
  for (const businessUid of businessUidsOf(accounts)) store.fields.seed(businessUid);

  const appName = options.appName ?? appCode;
  const runner = createImportRunner({ store, apiUri, appName, perPage, faults, seed, log });
  const staff = accounts.map(describeAccount);
  const tokens = createStaffTokens(staff);
  const server = createServer();
  try {
    server.listen(options.port, host);
    await once(server, 'listening');
  } catch (error) {
    store.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const { requestsPerSecond = 8, answerForm = 'uuid', now = () => new Date() } = options;
  const api = createHostApi({
    store,
    runner,
    staff,
    tokens,
    settings: createSiteSettings(options.notInstalled !== true),
    appCode,
    appName,
    app: registeredApp(options),
    appUrl: options.appUrl,
    // pages and tokens tell our own address, which is not known before listening
    origin: url,
    answerForm,
    requestsPerSecond,
    now,
    log,
  });
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
    },
    close: () => (closing ??= close()),
  };
}

function registeredApp(options: SandboxOptions): RegisteredApp | undefined {
  const { clientId, clientSecret, redirectUri } = options;
  return clientId !== undefined && clientSecret !== undefined && redirectUri !== undefined
    ? { clientId, clientSecret, redirectUri }
    : undefined;
}

function logToStderr(line: string): void {
  process.stderr.write(`sandbox: ${line}\n`);
}

import type { Account } from './account.js';
import type { FaultName } from './faults.js';
import type { AnswerForm } from './import-report.js';
import type { ServiceTokenForm } from './service-token-endpoint.js';

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
  /** Default `import_clients` and `menu_items`; without the first, imports are refused with 422. */
  appTypes?: readonly string[];
  /** Staff members and their bearer tokens. */
  accounts: readonly Account[];
  /** The app's public address: the CRM's page opens it in a frame. Without it there is no app to see. */
  appUrl?: string;
  /**
   * Id, secret and return address of the registered app; without all three nobody can sign in by OAuth, and without the first
   * two the app gets no token of its own.
   */
  clientId?: string;
  clientSecret?: string;
  redirectUri?: string;
  /** Shape of the answer with the app's own token, default `flat`. */
  serviceTokenForm?: ServiceTokenForm;
  /** The app is installed nowhere, so every import is refused with 422; the settings page can change it. */
  notInstalled?: boolean;
  /** For tests of what expires and of when something was changed; default: the clock. */
  now?: () => Date;
  /** Page size of the puller, default 100. */
  perPage?: number;
  /** Per token on `/platform/v1/*`, default 8; 0 = off. */
  requestsPerSecond?: number;
  /** Form of `session_id` in the 201, default `uuid`. */
  answerForm?: AnswerForm;
  /** The client API tells no external id, which the contract does not promise either. */
  hidesExternalId?: boolean;
  /** How long a webhook may take, default 5,000. */
  webhookTimeoutMs?: number;
  /** How often a webhook is tried in all, default 1. */
  webhookTries?: number;
  /** The longest that `delay-webhook` keeps one back, default 500. */
  webhookDelayMs?: number;
  /** SQLite file; default: memory only. */
  dataFile?: string;
  /** How to misbehave; default: not at all. */
  faults?: readonly FaultName[];
  /** Share of the clients that `fail-clients` lets fail, default 0.05. */
  failShare?: number;
  /** Clients that are not taken, whatever the faults; default: none. */
  failsFor?: (client: Record<string, unknown>) => boolean;
  /** Repeats the faults of an earlier run; default: random, and always logged. */
  seed?: number;
  /** Default: a line on stderr. Never told a token or a client's values. */
  log?: (line: string) => void;
}

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import axios, { type AxiosInstance } from 'axios';
import {
  startSandbox,
  type ImportAccount,
  type Sandbox,
  type SandboxOptions,
} from '../../src/sandbox/sandbox.js';
import { createPeople, startFakeApp, type FakeApp, type Interfere } from './fake-app.js';

export const SHOP = { businessUid: 'bz-shop', staffUid: 'st-noa', token: 'token-shop' };
export const GYM = { businessUid: 'bz-gym', staffUid: 'st-idris', token: 'token-gym' };

export const DECLARATION = {
  fields_mapping: { first_name: 'First name', email: 'Email', external_id: 'External ID' },
  import_params: { should_override: false, upload_type: 'single' },
};

const DECLARE_PATH = '/business/clients/v1/apps/clientferry/import';

export interface Rehearsal {
  app: FakeApp;
  sandbox: Sandbox;
  /** Calls the sandbox as the shop's staff; any status resolves. */
  http: AxiosInstance;
  logged: string[];
  declare: (params?: Record<string, unknown>) => Promise<{ status: number; data: unknown }>;
  /** The newest import of the shop, once it has ended. */
  ended: () => Promise<ImportAccount>;
}

export interface RehearsalOptions extends Partial<SandboxOptions> {
  people?: readonly Record<string, unknown>[];
  interfere?: Interfere;
}

/** Starts a fake app and a sandbox that pulls from it, both closed when the test ends. */
export async function startRehearsal(
  t: TestContext,
  { people = createPeople(5), interfere, ...options }: RehearsalOptions = {},
): Promise<Rehearsal> {
  const app = await startFakeApp(people, interfere);
  t.after(() => app.close());
  const logged: string[] = [];
  const sandbox = await startSandbox({
    port: 0,
    apiUri: app.apiUri,
    appCode: 'clientferry',
    appName: 'Client Ferry',
    accounts: [SHOP, GYM],
    perPage: 2,
    requestsPerSecond: 0,
    seed: 1,
    log: (line) => logged.push(line),
    ...options,
  });
  t.after(() => sandbox.close());
  const http = callAs(sandbox, SHOP.token);
  return {
    app,
    sandbox,
    http,
    logged,
    declare: (params = {}) =>
      http.post(DECLARE_PATH, {
        ...DECLARATION,
        import_params: { ...DECLARATION.import_params, ...params },
      }),
    ended: () => waitForEnd(http),
  };
}

/** A client of the sandbox that carries a bearer token. */
export function callAs(sandbox: Sandbox, token: string): AxiosInstance {
  return axios.create({
    baseURL: sandbox.url,
    proxy: false,
    headers: { authorization: `Bearer ${token}` },
    validateStatus: () => true,
  });
}

/** The clients of the shop as the host's API lists them. */
export async function listClients(http: AxiosInstance): Promise<Record<string, unknown>[]> {
  const { data } = await http.get<{ data: { clients: Record<string, unknown>[] } }>(
    '/platform/v1/clients?per_page=100',
  );
  return data.data.clients;
}

/** Asserts that an answer holds these values, whatever else it holds. */
export function assertHolds(actual: unknown, expected: Record<string, unknown>): void {
  const all = new Map(Object.entries(actual ?? {}));
  const held = Object.keys(expected).map((key) => [key, all.get(key)] as const);
  assert.deepEqual(Object.fromEntries(held), expected);
}

async function waitForEnd(http: AxiosInstance): Promise<ImportAccount> {
  for (let tries = 0; tries < 800; tries += 1) {
    const { data } = await http.get<ImportAccount[]>('/sandbox/imports');
    const newest = data[0];
    if (newest !== undefined && newest.state !== 'running') return newest;
    await sleep(10);
  }
  assert.fail('The import did not end within 8 seconds');
}

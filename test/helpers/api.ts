import assert from 'node:assert/strict';
import { Router } from 'express';
import { createId } from '../../src/create-id.js';
import type { DraftDeps } from '../../src/drafts/draft-deps.js';
import { inspectFile } from '../../src/files/inspect-file.js';
import { openSources } from '../../src/files/open-sources.js';
import { createHostClient } from '../../src/host/host-client.js';
import { createLogger } from '../../src/logger.js';
import type { BusinessField } from '../../src/profiles/host-fields.js';
import { loadProfiles } from '../../src/profiles/load-profiles.js';
import type { PreflightDeps } from '../../src/preflight/preflight-deps.js';
import type { HostStaff } from '../../src/sign-in/identity-host.js';
import type { Identity, Role } from '../../src/sign-in/identity.js';
import { createSignIn, type SignIn } from '../../src/sign-in/sign-in.js';
import { stageFiles } from '../../src/staging/stage-files.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { openRecordSpool } from '../../src/store/sqlite/record-spool.js';
import type { Store } from '../../src/store/store.js';
import { createApi } from '../../src/web/api/api.js';
import { API_LIMITS, type ApiDeps, type ApiLimits } from '../../src/web/api/api-deps.js';
import type { Answers } from '../../src/web/api/route.js';
import { createRoutes } from '../../src/web/api/routes.js';
import type { z } from 'zod';
import * as wire from '../../src/web/api/wire.js';
import { listen } from '../../src/web/listen.js';
import { createWeb } from '../../src/web/web.js';
import { accept, startFakeHost, type Behaviour, type FakeHost } from './fake-host.js';
import { until } from './poll.js';
import { makeStore } from './store.js';
import type { Cleaner } from './temp-dir.js';

export const PUBLIC_ORIGIN = 'https://ferry.example.com';

export interface ApiOptions {
  /** What the CRM does when an import is declared. */
  host?: Behaviour | readonly Behaviour[];
  limits?: Partial<ApiLimits>;
  uploadMaxBytes?: number;
  maxFiles?: number;
  /** The business's own fields as the CRM tells them. */
  fields?: BusinessField[];
  bodyMs?: number;
  now?: () => Date;
}

/** The API over a real store, with the real drafts and a fake CRM. */
export interface ApiSetup {
  store: Store;
  dataDir: string;
  deps: ApiDeps;
  host: FakeHost;
  origin: string;
  port: number;
  stop(graceMs: number): Promise<void>;
  /** Somebody who is signed in, and whom the CRM gave a token unless `isConnected` is false. */
  as: (who?: Partial<Identity>, isConnected?: boolean) => Promise<Staff>;
}

/** The app with its API on a free port of loopback, without a log. */
export async function startApi(t: Cleaner, options: ApiOptions = {}): Promise<ApiSetup> {
  const { store, dataDir } = makeStore(t);
  const host = await startFakeHost(t, options.host ?? accept);
  const now = options.now ?? (() => new Date());
  const { signIn, connect, forget } = createTestSignIn(store, now);
  const logger = createLogger('error');
  logger.silent = true;
  const deps: ApiDeps = {
    store,
    drafts: createDraftDeps(store, options, now),
    signIn,
    declare: async (who) => ({
      store,
      now,
      createId: () => createId('s'),
      quietMs: 600_000,
      host: createHostClient(
        { apiUrl: host.url, appCode: 'clientferry', staffToken: undefined, timeoutMs: 400 },
        {
          token: await signIn.hostTokenOf(who),
          onTokenRefused: () => {
            forget(who);
            return Promise.resolve();
          },
        },
      ),
    }),
    now,
    preflight: (who) => Promise.resolve(createPreflight(store, options, who)),
    createJobId: () => createId('j'),
    onJob: () => undefined,
    quietMs: 600_000,
    keeping: { retentionMs: 7 * 24 * 60 * 60_000, wipeWhenDone: false, graceMs: 900_000 },
    publicOrigin: PUBLIC_ORIGIN,
    logger,
    limits: { ...API_LIMITS, eventsEveryMs: 20, ...options.limits },
  };
  const web = createWeb({
    store,
    logger,
    checkReadiness: () => store.check(),
    now,
    graceMs: 15 * 60_000,
    secrets: [],
    isOpen: true,
    staff: Router().use('/api', createApi(deps)),
  });
  const { bodyMs } = options;
  const listening = await listen(web, '127.0.0.1', 0, bodyMs === undefined ? {} : { bodyMs });
  t.after(() => listening.stop(0));
  const origin = `http://127.0.0.1:${listening.port}`;
  const as = async (given: Partial<Identity> = {}, isConnected = true) => {
    const who = identity({ signedInAt: now().toISOString(), ...given });
    if (isConnected) connect(who);
    const { token } = await signIn.renew(who);
    return new Staff(origin, token, who);
  };
  const { port } = listening;
  const stop = (graceMs: number) => listening.stop(graceMs);
  return { store, dataDir, deps, host, origin, port, stop, as };
}

export const identity = (given: Partial<Identity> = {}): Identity => ({
  businessUid: 'b1',
  businessName: 'Blue Door Studio',
  staffUid: 'st1',
  role: 'admin' satisfies Role,
  impersonatedBy: undefined,
  signedInAt: new Date().toISOString(),
  ...given,
});

/** The real tokens of the page; the CRM's are kept in memory. */
function createTestSignIn(store: Store, now: () => Date) {
  const unused = () => Promise.reject(new Error('not in these tests'));
  const real = createSignIn({
    store,
    now,
    host: {} as never,
    keys: {} as never,
    settings: {
      publicUrl: () => PUBLIC_ORIGIN,
      clientId: undefined,
      apiUrl: 'http://127.0.0.1:1',
      appCode: 'clientferry',
      brandHosts: [],
      roles: new Map(),
      tokenKey: 'k3y-for-tests-k3y-for-tests-k3y-for-tests',
    },
    onAuditMissing: () => undefined,
  });
  const connected = new Set<string>();
  const keyOf = ({ businessUid, staffUid }: Pick<Identity, 'businessUid' | 'staffUid'>) =>
    JSON.stringify([businessUid, staffUid]);
  const forget = (who: Pick<Identity, 'businessUid' | 'staffUid'>) =>
    void connected.delete(keyOf(who));
  const signIn: SignIn = {
    ...real,
    begin: unused,
    finish: unused,
    hostTokenOf: (who) =>
      Promise.resolve(connected.has(keyOf(who)) ? `host-token-of-${who.staffUid}` : undefined),
    forgetHostToken: (who) => {
      forget(who);
      return Promise.resolve();
    },
  };
  return { signIn, forget, connect: (who: Identity) => void connected.add(keyOf(who)) };
}

function createDraftDeps(store: Store, options: ApiOptions, now: () => Date): DraftDeps {
  const profiles = loadProfiles();
  return {
    store,
    profiles,
    inspectFile,
    inTurn: (work) => work(),
    onInternal: () => undefined,
    onGoingOn: () => undefined,
    stage: (request, { onProgress, signal }) =>
      stageFiles(
        {
          ...{ store, profiles, openSources, openKeyIndex, openRecordSpool, now, onProgress },
          createId: () => createId('b'),
          throwIfStopped: () => {
            signal.throwIfAborted();
          },
        },
        request,
      ),
    listFields: () => Promise.resolve(options.fields),
    createId,
    now,
    settings: {
      reading: { region: undefined, zone: 'UTC' },
      matters: { form: 'nested', key: 'matters' },
      draftMs: 7 * 24 * 60 * 60_000,
      uploadMaxBytes: options.uploadMaxBytes ?? 1024 * 1024,
      maxFiles: options.maxFiles ?? 5,
    },
  };
}

/** A CRM in which all is well but for fields that are missing; what is made there is there. */
function createPreflight(store: Store, options: ApiOptions, who: Identity): PreflightDeps {
  return {
    store,
    host: {
      readStaff: () =>
        Promise.resolve({ businessUid: who.businessUid, staffUid: who.staffUid } as HostStaff),
      isInstalled: () => Promise.resolve(true),
      readApp: () =>
        Promise.resolve({
          name: 'Client import',
          types: ['import_clients'],
          apiUri: `${PUBLIC_ORIGIN}/other`,
        }),
      listFields: () => Promise.resolve(options.fields),
      createField: ({ label, type }) => {
        options.fields?.push({ id: label, type, label, options: [], ofMatter: false });
        return Promise.resolve();
      },
      readClock: () => Promise.resolve(new Date()),
    },
    webhooks: undefined,
    askOurselves: () => Promise.resolve(undefined),
    settings: { publicUrl: PUBLIC_ORIGIN, exportSecrets: [], appCode: 'clientferry' },
    freeBytes: () => Promise.resolve(undefined),
    now: () => new Date(),
  };
}

/** An answer of the API: its body as JSON, or as text when it is none. */
export interface ApiAnswer<T = unknown> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

/** A staff member at work: each answer is checked against what the API says of itself. */
export class Staff {
  readonly origin: string;
  readonly token: string;
  readonly who: Identity;

  constructor(origin: string, token: string, who: Identity) {
    this.origin = origin;
    this.token = token;
    this.who = who;
  }

  async ask<T = unknown>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> {
    const response = await this.fetch(method, path, {
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
    });
    return readAnswer<T>(method, path, response);
  }

  /** A request with any headers and body; the token is added. */
  fetch(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${this.token}`);
    return fetch(`${this.origin}/api${path}`, { ...init, method, headers });
  }

  get = <T>(path: string): Promise<T> => this.#ok('GET', path);
  post = <T>(path: string, body?: unknown): Promise<T> => this.#ok('POST', path, body);

  async #ok<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask<T>(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  async upload(
    draftId: string,
    bytes: BodyInit,
    name = 'clients.csv',
  ): Promise<ApiAnswer<wire.DraftWire>> {
    const path = `/drafts/${draftId}/files?name=${encodeURIComponent(name)}`;
    const response = await this.fetch('POST', path, {
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
    return readAnswer('POST', path, response);
  }

  /** A draft with one file, checked to its end. */
  async stage(list: string, name = 'clients.csv'): Promise<wire.DraftWire> {
    const { uid } = await this.post<wire.DraftWire>('/drafts');
    const uploaded = await this.upload(uid, list, name);
    assert.equal(uploaded.status, 201, uploaded.text);
    return this.restage(uid);
  }

  async restage(uid: string, timeoutMs = 60_000): Promise<wire.DraftWire> {
    assert.equal((await this.ask('POST', `/drafts/${uid}/stage`)).status, 202);
    let draft = await this.get<wire.DraftWire>(`/drafts/${uid}`);
    await until(
      'the staging is over',
      async () => {
        draft = await this.get<wire.DraftWire>(`/drafts/${uid}`);
        return draft.staging?.state !== 'running';
      },
      timeoutMs,
    );
    return draft;
  }

  /** The values of a stream of events, each as it comes, and the raw text. */
  async *events<T>(path: string, signal?: AbortSignal): AsyncGenerator<T> {
    const response = await this.fetch('GET', path, signal ? { signal } : {});
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const schema = answersOf('GET', path).schema;
    let rest = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (rest + piece).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        if (!part.startsWith('data: ')) continue;
        const value: unknown = JSON.parse(part.slice('data: '.length));
        checkAgainst(schema, value, path);
        yield value as T;
      }
    }
  }
}

async function readAnswer<T>(
  method: string,
  path: string,
  response: Response,
): Promise<ApiAnswer<T>> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const body = (isJson ? JSON.parse(text) : undefined) as T;
  if (isJson) checkAgainst(schemaOf(method, path, response.status), body, `${method} ${path}`);
  return { status: response.status, headers: response.headers, text, body };
}

/** Every route, for looking at only. */
export const API_ROUTES = createRoutes({ drafts: {}, limits: {} } as unknown as ApiDeps);

function answersOf(method: string, path: string): Answers & { schema?: z.ZodType } {
  const [plain = ''] = path.split('?');
  const found = API_ROUTES.find(
    (shape) =>
      shape.method === method.toLowerCase() &&
      new RegExp(`^${shape.path.replace(/\{\w+\}/g, '[^/]+').replace('.', '\\.')}$`).test(plain),
  );
  if (!found) throw new Error(`There is no route ${method} ${plain}.`);
  return found.answers;
}

const schemaOf = (method: string, path: string, status: number) =>
  status >= 300 ? wire.errorBody : answersOf(method, path).schema;

/** An answer is valid, and holds nothing that its schema does not have: parsing would leave it out. */
export function checkAgainst(schema: z.ZodType | undefined, value: unknown, what: string): void {
  assert.ok(schema, `${what} says nothing of its answer`);
  const parsed = schema.safeParse(value);
  assert.ok(parsed.success, `${what}: ${JSON.stringify(parsed.error?.issues)}`);
  assert.deepEqual(value, parsed.data, `${what} answers with more than its schema has`);
}

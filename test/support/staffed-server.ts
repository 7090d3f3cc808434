import type { Request } from 'express';
import { createHostKeys } from '../../src/host/host-keys.js';
import { createIdentityHost } from '../../src/host/identity-host.js';
import { createSignIn } from '../../src/sign-in/sign-in.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { identity, Staff } from '../helpers/api.js';
import {
  CLIENT,
  startFakeIdentityHost,
  type FakeIdentityHost,
} from '../helpers/fake-identity-host.js';
import { until } from '../helpers/poll.js';
import { findFreePort, startProgram, type Program } from '../helpers/program.js';
import { signInThroughHost, TOKEN_KEY } from '../helpers/sign-in.js';
import type { Cleaner } from '../helpers/temp-dir.js';

/** Where the CRM takes declarations. */
const IMPORT_PATH = '/business/clients/v1/apps/clientferry/import';

/** The built program serving a data folder, and the CRM that its staff come from. */
export interface StaffedServer {
  /** The one that runs now. */
  program(): Program;
  /** Where the CRM pulls. */
  url: string;
  metricsPort: number;
  /** The same data folder, opened beside the server. */
  store: Store;
  /** The businesses of the imports that the CRM has accepted, in order. */
  accepted: readonly string[];
  /** Somebody of a business, signed in through the CRM: one at a time, and again when 15 minutes are over. */
  staffOf(businessUid: string): Promise<Staff>;
  /** Ends the server with a signal and starts it again at the same address. */
  restart(signal: NodeJS.Signals): Promise<void>;
}

/** Starts the app as an operator does, with a CRM that accepts every import. */
export async function startStaffedServer(
  t: Cleaner,
  dataDir: string,
  env: Record<string, string> = {},
): Promise<StaffedServer> {
  const crm = await startFakeIdentityHost(t);
  const accepted: string[] = [];
  const businessOf = (req: Request) => /token-of-(.+)$/.exec(req.get('authorization') ?? '')?.[1];
  crm.replace(IMPORT_PATH, (req, res) => {
    accepted.push(businessOf(req) ?? '');
    res.json({ success: true, data: { session_id: `h${accepted.length}` } });
  });
  crm.replace('/oauth/userinfo', (req, res) => {
    res.json(personOf(businessOf(req) ?? ''));
  });
  const store = openSqliteStore(dataDir);
  t.after(() => store.close());
  const port = await findFreePort();
  const metricsPort = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const start = async () => {
    const program = startProgram(t, dataDir, ['serve', '--port', String(port)], {
      ...{ PUBLIC_URL: origin, TOKEN_KEY, METRICS_PORT: String(metricsPort) },
      ...{ INTANDEM_API_URL: crm.url, BRAND_HOSTS: crm.url },
      ...{ INTANDEM_CLIENT_ID: CLIENT.clientId, INTANDEM_CLIENT_SECRET: CLIENT.clientSecret },
      ...env,
    });
    await until('serve listens', () => program.output().includes('Listening'), 60_000);
    return program;
  };
  let program = await start();
  const signIn = createSignInBeside(store, crm, origin);
  return {
    program: () => program,
    url: `${origin}/app/clients/export`,
    ...{ metricsPort, store, accepted },
    async staffOf(businessUid) {
      crm.tokenExtras = { access_token: `token-of-${businessUid}` };
      const { token } = await signInThroughHost({ signIn, host: crm });
      const staffUid = personOf(businessUid).sub;
      return new Staff(origin, token, identity({ businessUid, staffUid }));
    },
    async restart(signal) {
      program.kill(signal);
      await program.exited;
      program = await start();
    },
  };
}

/** The owner of a business, as the CRM tells of them. */
const personOf = (businessUid: string) => ({
  ...{ sub: `staff-of-${businessUid}`, type: 'staff', role: 'owner' },
  ...{ business_id: businessUid, business_uid: businessUid, business_name: businessUid },
});

/** Signing in over the server's own store and key, so that what it gives is good there. */
function createSignInBeside(store: Store, crm: FakeIdentityHost, origin: string) {
  return createSignIn({
    store,
    now: () => new Date(),
    host: createIdentityHost({ apiUrl: crm.url, ...CLIENT, timeoutMs: 5_000 }),
    keys: createHostKeys({ apiUrl: crm.url, nowMs: () => Date.now(), timeoutMs: 5_000 }),
    settings: {
      ...{ publicUrl: () => origin, clientId: CLIENT.clientId, apiUrl: crm.url },
      ...{ appCode: 'clientferry', brandHosts: [crm.url], tokenKey: TOKEN_KEY },
      roles: new Map([['owner', 'admin'] as const]),
    },
    onAuditMissing: (error) => {
      throw error;
    },
  });
}

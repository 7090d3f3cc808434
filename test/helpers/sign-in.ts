import { createHostKeys } from '../../src/host/host-keys.js';
import { createIdentityHost } from '../../src/host/identity-host.js';
import { createSignIn, type SignIn } from '../../src/sign-in/sign-in.js';
import type { SignInSettings } from '../../src/sign-in/settings.js';
import type { Store } from '../../src/store/store.js';
import { CLIENT, startFakeIdentityHost, type FakeIdentityHost } from './fake-identity-host.js';
import { makeStore } from './store.js';
import type { Cleaner } from './temp-dir.js';

export const TOKEN_KEY = 'k3y-for-tests-k3y-for-tests-k3y-for-tests';

/** A clock that a test moves. */
export interface Clock {
  now: () => Date;
  /** For what measures how long something lasts: nobody sets it. */
  nowMs: () => number;
  pass(ms: number): void;
  /** Somebody sets the clock, although no time has passed. */
  jump(ms: number): void;
}

export function makeClock(start = '2026-09-01T08:00:00.000Z'): Clock {
  let ms = Date.parse(start);
  let lastedMs = 0;
  return {
    now: () => new Date(ms),
    nowMs: () => lastedMs,
    pass: (by) => {
      ms += by;
      lastedMs += by;
    },
    jump: (by) => {
      ms += by;
    },
  };
}

/** Signing in over a real store and a fake host. */
export interface SignInSetup {
  signIn: SignIn;
  host: FakeIdentityHost;
  store: Store;
  dataDir: string;
  clock: Clock;
  /** Why sign-ins are missing in the audit. */
  auditTroubles: unknown[];
  /** Another process over the same store. */
  again(settings?: Partial<SignInSettings>): SignIn;
}

export async function makeSignIn(
  t: Cleaner,
  given: Partial<SignInSettings> = {},
): Promise<SignInSetup> {
  const host = await startFakeIdentityHost(t);
  const { store, dataDir } = makeStore(t);
  const clock = makeClock();
  const auditTroubles: unknown[] = [];
  const again = (more: Partial<SignInSettings> = {}) =>
    createSignIn({
      store,
      now: clock.now,
      host: createIdentityHost({ apiUrl: host.url, ...CLIENT, timeoutMs: 2_000 }),
      keys: createHostKeys({ apiUrl: host.url, nowMs: clock.nowMs, timeoutMs: 2_000 }),
      settings: {
        publicUrl: () => 'https://ferry.example.com',
        clientId: CLIENT.clientId,
        apiUrl: host.url,
        appCode: 'clientferry',
        brandHosts: [host.url, 'https://app.partner.example'],
        roles: new Map([
          ['owner', 'admin'],
          ['*', 'import'],
        ]),
        tokenKey: TOKEN_KEY,
        ...given,
        ...more,
      },
      onAuditMissing: (error) => auditTroubles.push(error),
    });
  return { signIn: again(), host, store, dataDir, clock, auditTroubles, again };
}

/** A JWS payload of the newer shape, good for five minutes from `clock`. */
export function goodClaims(clock: Clock, more: Record<string, unknown> = {}) {
  const seconds = Math.floor(clock.now().getTime() / 1000);
  return {
    iss: 'intandem',
    aud: 'clientferry',
    sub: 'st-1',
    sub_type: 'staff',
    business_uid: 'bz-1',
    actor_uid: 'st-1',
    actor_type: 'staff',
    iat: seconds,
    exp: seconds + 300,
    jti: '0.41k9',
    ...more,
  };
}

/** What the host's answer brings back to `finish`. */
export function answerFrom(back: URL) {
  const one = (name: string) => back.searchParams.get(name) ?? undefined;
  return {
    code: one('code'),
    state: one('state'),
    iss: one('iss'),
    error: one('error'),
    errorDescription: one('error_description'),
  };
}

/** Signs `st-1` in through the host, all the way to the page's token. */
export async function signInThroughHost({ signIn, host }: Pick<SignInSetup, 'signIn' | 'host'>) {
  const { authorizeUrl, browserSecret } = await signIn.begin({ brandHost: undefined });
  const back = await host.approve(authorizeUrl);
  const { code } = await signIn.finish(answerFrom(back), browserSecret);
  return signIn.exchange({ code });
}

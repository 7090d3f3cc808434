import { beginSignIn } from './begin.js';
import { finishSignIn, type HostAnswer } from './finish.js';
import { findHostToken, forgetHostToken } from './host-token.js';
import type { Identity } from './identity.js';
import { redeemCode } from './one-time-code.js';
import { issuePageToken, verifyPageToken, type PageToken } from './page-token.js';
import type { SignInDeps, SignInParts } from './parts.js';
import { roleOf } from './role.js';
import { SignInError } from './sign-in-error.js';
import { deriveTokenKeys } from './token-keys.js';
import { verifyJws } from './verify-jws.js';

/** Signing staff in: through the host's own sign-in, or by a proof that the host's page hands over. */
export interface SignIn {
  /** Where to send the browser, and a secret that it must bring back. Throws `sign_in_failed` when it is not set up. */
  begin(options: {
    brandHost: string | undefined;
  }): Promise<{ authorizeUrl: string; browserSecret: string }>;
  /** Gives a one-time code for the page. Throws `sign_in_failed`, `host_unreachable`. */
  finish(answer: HostAnswer, browserSecret: string | undefined): Promise<{ code: string }>;
  /** Throws `sign_in_failed`, `host_unreachable`. */
  exchange(given: { code: string } | { jws: string }): Promise<PageToken>;
  /** Throws `not_signed_in`. */
  verify(token: string): Promise<Identity>;
  /** Throws `not_signed_in` when the bounded time since signing in is over. */
  renew(identity: Identity): Promise<PageToken>;
  /** The host token of this staff member, for calls to the host; undefined when there is none. */
  hostTokenOf(identity: Identity): Promise<string | undefined>;
  /** Forgets it, after the host has refused it. */
  forgetHostToken(identity: Identity): Promise<void>;
}

/** Signing in over a store and a host. Without a token key, what it seals is over at the next start. */
export function createSignIn(deps: SignInDeps): SignIn {
  const parts: SignInParts = { ...deps, tokenKeys: deriveTokenKeys(deps.settings.tokenKey) };
  return {
    begin: (options) => beginSignIn(parts, options),
    finish: (answer, browserSecret) => finishSignIn(parts, answer, browserSecret),
    exchange: async (given) => {
      const identity =
        'jws' in given
          ? await identifyByJws(parts, given.jws)
          : await redeemCode(parts, given.code);
      const issued = await issuePageToken(parts, identity);
      await enterInAudit(parts, identity);
      return issued;
    },
    verify: (token) => verifyPageToken(parts, token),
    renew: (identity) => issuePageToken(parts, identity),
    hostTokenOf: async (identity) => (await findHostToken(parts, identity))?.accessToken,
    forgetHostToken: (identity) => forgetHostToken(parts, identity),
  };
}

/** A JWS names no role: it is what an earlier sign-in through the host has told, else that of everybody. */
async function identifyByJws(parts: SignInParts, jws: string): Promise<Identity> {
  const { businessUid, staffUid, impersonatedBy } = await verifyJws(parts, jws);
  const known = await findHostToken(parts, { businessUid, staffUid });
  const role = roleOf(parts.settings.roles, known?.role);
  if (role === undefined) throw new SignInError('no_access');
  return {
    businessUid,
    businessName: known?.businessName,
    staffUid,
    role,
    impersonatedBy,
    signedInAt: parts.now().toISOString(),
  };
}

const enterInAudit = ({ store, now }: SignInParts, who: Identity): Promise<void> =>
  store.appendAudit({
    at: now().toISOString(),
    businessUid: who.businessUid,
    staffUid: who.staffUid,
    impersonatedBy: who.impersonatedBy,
    action: 'signed_in',
    subject: undefined,
  });

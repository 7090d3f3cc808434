import { beginSignIn, type BegunSignIn } from './begin.js';
import { finishSignIn, type HostAnswer } from './finish.js';
import { findHostToken, forgetHostToken } from './host-token.js';
import type { Identity } from './identity.js';
import { findKnownStaff } from './known-staff.js';
import { redeemAddressCode, redeemCode } from './one-time-code.js';
import { issuePageToken, verifyPageToken, type PageToken } from './page-token.js';
import type { SignInDeps, SignInParts } from './parts.js';
import { roleOf } from './role.js';
import { SignInError } from './sign-in-error.js';
import { deriveTokenKeys } from './token-keys.js';
import { verifyJws } from './verify-jws.js';

/** What the page brings: a proof of the host, or a one-time code, from a message of ours or from its own address. */
export type GivenProof =
  { jws: string } | { code: string } | { addressCode: string; browserSecret: string | undefined };

export interface StaffContact {
  email: string | undefined;
  language: string | undefined;
}

/** Signing staff in: through the host's own sign-in, or by a proof that the host's page hands over. */
export interface SignIn {
  /** Throws `sign_in_failed` when it is not set up. */
  begin(options: { brandHost: string | undefined }): Promise<BegunSignIn>;
  /** Gives a one-time code for the page. Throws `sign_in_failed`, `host_unreachable`. */
  finish(answer: HostAnswer, browserSecret: string | undefined): Promise<{ code: string }>;
  /** Throws `sign_in_failed`, `host_unreachable`. */
  exchange(given: GivenProof): Promise<PageToken>;
  /** Throws `not_signed_in`. */
  verify(token: string): Promise<Identity>;
  /** Throws `not_signed_in` when the bounded time since signing in is over. */
  renew(identity: Identity): Promise<PageToken>;
  /** The host token of this staff member, for calls to the host; undefined when there is none. */
  hostTokenOf(staff: Pick<Identity, 'businessUid' | 'staffUid'>): Promise<string | undefined>;
  /** Forgets it, after the host has refused it. */
  forgetHostToken(staff: Pick<Identity, 'businessUid' | 'staffUid'>): Promise<void>;
  /** Where a staff member can be written to, and in which language, as the host told when they signed in. */
  contactOf: (staff: Pick<Identity, 'businessUid' | 'staffUid'>) => Promise<StaffContact>;
}

/** Signing in over a store and a host. Without a token key, what it seals is over at the next start. */
export function createSignIn(deps: SignInDeps): SignIn {
  const parts: SignInParts = { ...deps, tokenKeys: deriveTokenKeys(deps.settings.tokenKey) };
  return {
    begin: (options) => beginSignIn(parts, options),
    finish: (answer, browserSecret) => finishSignIn(parts, answer, browserSecret),
    exchange: async (given) => {
      const identity = await identify(parts, given);
      const issued = await issuePageToken(parts, identity);
      // The proof is used up: without the answer nobody could come in by it again.
      await enterInAudit(parts, identity).catch(parts.onAuditMissing);
      return issued;
    },
    verify: (token) => verifyPageToken(parts, token),
    renew: (identity) => issuePageToken(parts, identity),
    hostTokenOf: (identity) => findHostToken(parts, identity),
    forgetHostToken: (identity) => forgetHostToken(parts, identity),
    contactOf: async (staff) => {
      const known = await findKnownStaff(parts, staff);
      return { email: known?.email, language: known?.language };
    },
  };
}

function identify(parts: SignInParts, given: GivenProof): Promise<Identity> {
  if ('jws' in given) return identifyByJws(parts, given.jws);
  return 'code' in given ? redeemCode(parts, given.code) : redeemAddressCode(parts, given);
}

/** A JWS names no role: it is what an earlier sign-in through the host has told, else the least one. */
async function identifyByJws(parts: SignInParts, jws: string): Promise<Identity> {
  const { businessUid, staffUid, impersonatedBy } = await verifyJws(parts, jws);
  const known = await findKnownStaff(parts, { businessUid, staffUid });
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

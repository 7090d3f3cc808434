import { randomBytes } from 'node:crypto';
import type { StaffMember } from './account.js';

/** What somebody approved. */
export interface Grant {
  staff: StaffMember;
  redirectUri: string;
  /** PKCE challenge of the request, when it had one. */
  challenge: string | undefined;
}

export interface AuthorizationCodes {
  issue(grant: Grant): string;
  /** The grant behind a code, once and within its life. */
  take(code: string): Grant | undefined;
}

/** A code lives 30 seconds (intandem-contract section 6.2). */
const LIFE_MS = 30_000;

/** Keeps the codes in memory. */
export function createAuthorizationCodes(now: () => Date): AuthorizationCodes {
  const grants = new Map<string, { grant: Grant; endsAt: number }>();
  return {
    issue(grant) {
      const code = randomBytes(24).toString('base64url');
      grants.set(code, { grant, endsAt: now().getTime() + LIFE_MS });
      return code;
    },
    take(code) {
      const kept = grants.get(code);
      grants.delete(code);
      return kept !== undefined && now().getTime() < kept.endsAt ? kept.grant : undefined;
    },
  };
}

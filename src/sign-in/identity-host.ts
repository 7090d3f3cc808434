import type { CryptoKey } from 'jose';

/** The name by which the host signs (intandem-contract section 6.5). */
export const HOST_ISSUER = 'intandem';

/** The host, as far as signing in needs it. Answers are checked by whoever implements it. */
export interface IdentityHost {
  /**
   * Turns the code of an authorization into a token of the host (intandem-contract section 6.2). Throws `sign_in_failed` with
   * what the host said, and `host_unreachable`.
   */
  exchangeCode(given: { code: string; verifier: string; redirectUri: string }): Promise<HostToken>;
  /** Whose token it is: the only source of business and staff. Throws like `exchangeCode`. */
  readStaff(accessToken: string): Promise<HostStaff>;
}

export interface HostToken {
  accessToken: string;
  /** Undefined when the host does not say. */
  expiresInSeconds: number | undefined;
}

export interface HostStaff {
  staffUid: string;
  businessUid: string;
  businessName: string | undefined;
  /** The host's word, such as `owner`. */
  role: string | undefined;
  /** Where notices go; undefined when the host tells none, or one that is no plain address. */
  email: string | undefined;
  /** The staff member's language in the CRM, such as `en` or `pt-BR`. */
  language: string | undefined;
}

/** A public key with which the host signs. */
export interface HostKey {
  kid: string | undefined;
  key: CryptoKey;
}

/** The host's current keys. Both throw `host_unreachable` when there are none to be had. */
export interface HostKeys {
  /** As known; fetched when there are none or they are old. */
  known(): Promise<readonly HostKey[]>;
  /** Fetched anew because a key is missing, unless that was done a moment ago. */
  renewed(): Promise<readonly HostKey[]>;
}

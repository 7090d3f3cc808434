import type { IdentityHost, HostKeys } from './identity-host.js';
import type { SignInSettings } from './settings.js';
import type { AuditStore } from '../audit/audit-store.js';
import type { SignInStore } from './sign-in-store.js';
import type { TokenKeys } from './token-keys.js';

/** What signing in is given. */
export interface SignInDeps {
  store: SignInStore & Pick<AuditStore, 'appendAudit'>;
  host: IdentityHost;
  keys: HostKeys;
  now: () => Date;
  settings: SignInSettings;
  /** Told why a sign-in that went well is not in the audit. */
  onAuditMissing: (error: unknown) => void;
}

/** What its steps work with. */
export interface SignInParts extends SignInDeps {
  tokenKeys: TokenKeys;
}

import type { Config } from '../config.js';

/** What signing in takes from the configuration. */
export interface SignInSettings {
  /** Address of this app as browsers see it, without a trailing slash: never taken from a request (promises S28). */
  publicUrl: () => string;
  /** Undefined: nobody can sign in through the host. */
  clientId: string | undefined;
  apiUrl: string;
  appCode: string;
  brandHosts: Config['brandHosts'];
  roles: Config['roles'];
  tokenKey: Config['tokenKey'];
}

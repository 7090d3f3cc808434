import axiosRetry from 'axios-retry';
import type { Config } from '../config.js';
import type { DeclaringHost } from '../sessions/declare.js';
import { listBusinessFields } from './business-fields.js';
import { createHttp } from './create-http.js';
import { postImport } from './post-import.js';

/** Where the host is, and the token for what nobody in particular does. */
export type HostAccess = Pick<
  Config['intandem'],
  'apiUrl' | 'appCode' | 'staffToken' | 'timeoutMs'
>;

/** A staff member on whose behalf the host is spoken to. */
export interface ActingStaff {
  /** Undefined: the staff member has not signed in through the host, and the configured token is no substitute. */
  token: string | undefined;
  /** Called when the host answers 401, so that the token is not used again. */
  onTokenRefused(): Promise<void>;
}

/**
 * The only way to the host. The address comes from the configuration, never from a request; the token too, unless it is
 * spoken to for a staff member.
 */
export function createHostClient(access: HostAccess, staff?: ActingStaff): DeclaringHost {
  const { apiUrl, appCode, timeoutMs } = access;
  const token = staff ? staff.token : access.staffToken;
  const http = createHttp({ baseUrl: apiUrl, timeoutMs, token });
  // Nothing is sent again unless the single request asks for it.
  axiosRetry(http, { retries: 0 });
  if (staff) {
    http.interceptors.response.use(async (answer) => {
      if (answer.status === 401) await staff.onTokenRefused();
      return answer;
    });
  }
  const tokenHint = tokenHintFor(staff);
  return {
    listFields: () => (token === undefined ? Promise.resolve(undefined) : listBusinessFields(http)),
    postImport: (declaration) => postImport(http, { appCode, tokenHint }, declaration),
  };
}

/** What to do when the host refuses a token. */
export const tokenHintFor = (staff: ActingStaff | undefined): string =>
  staff
    ? 'Sign in through the CRM again; if it still refuses, your role there may not import clients.'
    : 'Check INTANDEM_STAFF_TOKEN: it must be a staff token of this business.';

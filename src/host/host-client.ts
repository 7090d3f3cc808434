import axios, { type AxiosInstance } from 'axios';
import axiosRetry from 'axios-retry';
import type { Config } from '../config.js';
import type { DeclaringHost } from '../sessions/declare.js';
import { listBusinessFields } from './business-fields.js';
import { postImport } from './post-import.js';

/** Answers of the host larger than this are not read (promises S30). */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Where the host is and as whom it is spoken to. */
export type HostAccess = Pick<
  Config['intandem'],
  'apiUrl' | 'appCode' | 'staffToken' | 'timeoutMs'
>;

/** The only way to the host. `baseUrl` and token come from the configuration, never from a request. */
export function createHostClient({
  apiUrl,
  appCode,
  staffToken,
  timeoutMs,
}: HostAccess): DeclaringHost {
  const http = createHttp(apiUrl, staffToken, timeoutMs);
  return {
    listFields: () =>
      staffToken === undefined ? Promise.resolve(undefined) : listBusinessFields(http),
    postImport: (declaration) => postImport(http, appCode, declaration),
  };
}

/** An HTTP client that follows no redirect, takes any status as an answer, and reads bodies as text. */
function createHttp(baseURL: string, token: string | undefined, timeoutMs: number): AxiosInstance {
  const http = axios.create({
    baseURL,
    timeout: timeoutMs,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    proxy: false,
    responseType: 'text',
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    headers: {
      'user-agent': 'clientferry',
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  // Nothing is sent again unless the single request asks for it.
  axiosRetry(http, { retries: 0 });
  return http;
}

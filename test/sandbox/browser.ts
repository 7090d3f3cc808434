import axios, { type AxiosResponse } from 'axios';
import type { Sandbox } from '../../src/sandbox/sandbox.js';

/** A visitor of the CRM's pages who keeps cookies and follows redirects only when asked to. */
export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<AxiosResponse<string>>;
  /** Sends a form. */
  submit(
    path: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<AxiosResponse<string>>;
}

/** Opens the sandbox as nobody in particular; any status resolves. */
export function openBrowser(sandbox: Sandbox): Browser {
  const cookies = new Map<string, string>();
  const http = axios.create({
    baseURL: sandbox.url,
    proxy: false,
    maxRedirects: 0,
    responseType: 'text',
    validateStatus: () => true,
  });
  http.interceptors.request.use((request) => {
    const kept = [...cookies].map(([name, value]) => `${name}=${value}`);
    request.headers.set('cookie', kept.join('; '));
    return request;
  });
  http.interceptors.response.use((response) => {
    for (const cookie of response.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return response;
  });
  return {
    get: (path, headers = {}) => http.get<string>(path, { headers }),
    submit: (path, fields, headers = {}) =>
      http.post<string>(path, new URLSearchParams(fields), { headers }),
  };
}

/** Opens the sandbox as the staff member of this business. */
export async function openBrowserAs(sandbox: Sandbox, account: string): Promise<Browser> {
  const browser = openBrowser(sandbox);
  await browser.submit('/login', { account });
  return browser;
}

import type { AskOurselves } from '../preflight/preflight-deps.js';
import { createHttp } from './create-http.js';

const MAX_ANSWER_BYTES = 64 * 1024;

/** Asks our own public address as the host does. Only addresses that begin with the configured one may be given (promises S20). */
export function createAskOurselves({ timeoutMs }: { timeoutMs: number }): AskOurselves {
  return async (url) => {
    const { origin } = new URL(url);
    const http = createHttp({ baseUrl: origin, timeoutMs, maxAnswerBytes: MAX_ANSWER_BYTES });
    try {
      const { status, data } = await http.get<string>(url.slice(origin.length));
      return { status, text: data };
    } catch {
      // What axios throws carries the address, and with it the secret.
      return undefined;
    }
  };
}

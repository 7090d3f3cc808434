import type { AxiosResponse } from 'axios';
import { z } from 'zod';
import { findHostMessage } from './host-message.js';
import { parseJson } from './parse-json.js';
import { parseRetryAfter } from './retry-after.js';

/** What an answer of the host says. Its status alone does not tell (intandem-contract section 7, "Surprises"). */
export type Verdict =
  | { kind: 'good'; body: unknown }
  | { kind: 'gone' }
  /** Too many requests. `waitMs` is 0 when the host names no time. */
  | { kind: 'busy'; waitMs: number }
  /** It failed, or nobody can read it; the same request may do better later. */
  | { kind: 'broken'; problem: string }
  | { kind: 'token-refused'; problem: string }
  | { kind: 'refused'; problem: string };

/** The error envelopes of the host's API families; those of its gateway come with an error status. */
const failure = z.union([
  z.object({ success: z.literal(false) }),
  z.object({ status: z.string().regex(/^(error|failure)$/i) }),
]);

const codes = z.object({ errors: z.array(z.object({ code: z.string() })).min(1) });

/** How the host says that a subscription was refused: with status 500 (intandem-contract section 8). */
const plainRefusal = z.object({ response: z.string() });

/** Reads an answer by its content first, and by its status where the content says nothing. */
export function judgeAnswer({ status, headers, data }: AxiosResponse<string>): Verdict {
  const body = parseJson(data);
  const said = findHostMessage(body);
  const problem = `${status}${said === undefined ? '' : `: "${said}"`}`;
  const code = codes.safeParse(body).data?.errors[0]?.code;
  const failed = status >= 300 || failure.safeParse(body).success;

  if (status === 429 || (failed && code === 'rate_limit_exceeded'))
    return { kind: 'busy', waitMs: parseRetryAfter(headers['retry-after']) };
  if (!failed) {
    return body === undefined && data !== ''
      ? { kind: 'broken', problem: `${status}, with something that is no JSON` }
      : { kind: 'good', body };
  }
  if (isOfToken(status, code, said)) return { kind: 'token-refused', problem };
  if (status === 404 || code === 'not_found') return { kind: 'gone' };
  if (plainRefusal.safeParse(body).success) return { kind: 'refused', problem };
  return { kind: status >= 500 || status === 408 ? 'broken' : 'refused', problem };
}

/** Some calls refuse a token with 422, and there are several bodies for 401 (intandem-contract section 7). */
function isOfToken(status: number, code: string | undefined, said: string | undefined): boolean {
  const isSaid = code === 'unauthorized' || /^(401 )?unauthorized$/i.test(said ?? '');
  return status === 401 || status === 403 || isSaid;
}

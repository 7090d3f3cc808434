import axios, { type AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import { z } from 'zod';
import type { Declaration, DeclarationAnswer } from '../sessions/declare.js';
import { findHostMessage } from './host-message.js';
import { parseJson } from './parse-json.js';
import { parseRetryAfter } from './retry-after.js';

/** Tries in all, for failures that cannot have been accepted (promises R15). */
const MAX_TRIES = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** For which app it is declared, and what to do when the token is refused. */
export interface Declaring {
  appCode: string;
  tokenHint: string;
}

/** The forms of a success: a session id as text, as a number, or no data at all (intandem-contract section 1). */
const acceptedBody = z.object({
  success: z.literal(true),
  data: z.object({ session_id: z.union([z.string(), z.number()]).nullish() }).nullish(),
});

/**
 * Declares an import: `POST /business/clients/v1/apps/{app_code_name}/import`. Sent again only when it cannot have been
 * accepted: no connection was made, or the host answered 429. Everything that leaves a doubt is `unclear` (promises R13-R15).
 */
export async function postImport(
  http: AxiosInstance,
  declaring: Declaring,
  declaration: Declaration,
): Promise<DeclarationAnswer> {
  for (let attempt = 1; ; attempt++) {
    const tried = await tryPost(http, declaring, declaration);
    if (tried.retryAfterMs === undefined || attempt === MAX_TRIES) return tried.answer;
    if (tried.retryAfterMs > LONGEST_PAUSE_MS) return tried.answer;
    const backOffMs = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + Math.random());
    await pause(Math.min(Math.max(tried.retryAfterMs, backOffMs), LONGEST_PAUSE_MS));
  }
}

/** One try. `retryAfterMs` is there only when the host cannot have accepted it; 0 when it named no time. */
interface Tried {
  answer: DeclarationAnswer;
  retryAfterMs?: number;
}

async function tryPost(
  http: AxiosInstance,
  { appCode, tokenHint }: Declaring,
  declaration: Declaration,
): Promise<Tried> {
  try {
    const path = `/business/clients/v1/apps/${appCode}/import`;
    return judgeAnswer(await http.post<string>(path, declaration), tokenHint);
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    return judgeFailure(error);
  }
}

function judgeAnswer(response: AxiosResponse<string>, tokenHint: string): Tried {
  const { status } = response;
  const body = parseJson(response.data);
  const said = findHostMessage(body);
  const quoted = said === undefined ? '' : `: "${said}"`;

  if (status >= 500)
    return unclear(
      `The CRM answered the declaration with an error of its own (${status})${quoted}.`,
    );
  if (status === 429) {
    return {
      answer: refused(
        `The CRM is too busy for the declaration (429)${quoted}.`,
        'Try again in a few minutes.',
      ),
      retryAfterMs: parseRetryAfter(response.headers['retry-after']),
    };
  }
  if (status >= 400)
    return {
      answer: refused(
        `The CRM refused the declaration (${status})${quoted}.`,
        hintFor(status, tokenHint),
      ),
    };
  if (status >= 300) {
    return {
      answer: refused(`The CRM redirected the declaration (${status}).`, 'Check INTANDEM_API_URL.'),
    };
  }
  const accepted = acceptedBody.safeParse(body);
  if (accepted.success) {
    const id = accepted.data.data?.session_id;
    return {
      answer: {
        kind: 'accepted',
        hostSessionId: id === null || id === undefined ? undefined : String(id),
      },
    };
  }
  if (z.object({ success: z.literal(false) }).safeParse(body).success) {
    return {
      answer: refused(`The CRM refused the declaration (${status})${quoted}.`, APP_HINT),
    };
  }
  return unclear(`The CRM's answer to the declaration cannot be read (status ${status}).`);
}

const APP_HINT =
  'Check that the app is installed for the business and that its type is import_clients (INTANDEM_APP_CODE).';

function hintFor(status: number, tokenHint: string): string {
  if (status === 401 || status === 403) return tokenHint;
  if (status === 404) return 'Check INTANDEM_API_URL and INTANDEM_APP_CODE.';
  return APP_HINT;
}

/** No connection was ever made: name look-up, refused, unreachable, TLS. The body cannot have left. */
const NEVER_CONNECTED =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EPROTO|CERT_.*|ERR_TLS_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;

function judgeFailure(error: AxiosError): Tried {
  const code = error.code ?? '';
  const duringConnect = (error.cause as { syscall?: unknown } | undefined)?.syscall === 'connect';
  if (NEVER_CONNECTED.test(code) || duringConnect) {
    return {
      answer: {
        kind: 'unreachable',
        problem: `The CRM at ${error.config?.baseURL ?? ''} cannot be reached (${code}).`,
        hint: 'Check INTANDEM_API_URL and the network; nothing was imported.',
      },
      retryAfterMs: 0,
    };
  }
  return unclear(
    /^(ERR_CANCELED|ECONNABORTED|ETIMEDOUT)$/.test(code)
      ? 'The CRM did not answer the declaration in time.'
      : `The connection to the CRM broke before it had answered the declaration (${code || 'no code'}).`,
  );
}

const refused = (problem: string, hint: string): DeclarationAnswer => ({
  kind: 'refused',
  problem,
  hint,
});

const unclear = (problem: string): Tried => ({ answer: { kind: 'unclear', problem } });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { FerryError } from '../errors.js';
import { judgeAnswer, type Verdict } from './judge-answer.js';
import type { RateLimit } from './rate-limit.js';

/** The longest that one call may take, with all its tries and pauses; whoever called may go on later. */
const PATIENCE_MS = 20_000;
const FIRST_PAUSE_MS = 1_000;

/** How the host is called. */
export interface CallingManner {
  rate: RateLimit;
  /** For one try. */
  timeoutMs: number;
  /** What to do when the host refuses the token. */
  tokenHint: string;
  onTokenRefused?: (() => Promise<void>) | undefined;
  patienceMs?: number | undefined;
  firstPauseMs?: number | undefined;
}

/**
 * Calls the host until it answers: what is busy or broken is asked again with growing pauses, so a request must bear to come
 * twice, unless it is sent only once. Gives the JSON of a good answer, or `gone`. `aim` completes "The CRM refused to ...".
 * Throws `host_unreachable` when the patience is over, `host_refused` when the host says no or sends what is too large, and
 * `host_unclear` when what was sent once may have been done.
 */
export type CallHost = (
  aim: string,
  request: AxiosRequestConfig,
  options?: { isOnlyOnce: boolean },
) => Promise<HostAnswer>;

export type HostAnswer = Extract<Verdict, { kind: 'good' | 'gone' }>;

/** Makes the way to call the host. What axios throws carries the token, so it goes no further. */
export function createHostCaller(http: AxiosInstance, manner: CallingManner): CallHost {
  const { rate, patienceMs = PATIENCE_MS, firstPauseMs = FIRST_PAUSE_MS } = manner;
  return async (aim, request, { isOnlyOnce } = { isOnlyOnce: false }) => {
    const endMs = performance.now() + patienceMs;
    const leftMs = () => endMs - performance.now();
    let trouble = 'others of our calls come first';
    for (let attempt = 0; ; attempt++) {
      if (!(await rate.take(leftMs()))) throw unreachable(aim, trouble);
      const mostMs = Math.min(manner.timeoutMs, leftMs());
      const verdict = await tryOnce(http, request, mostMs);
      if (verdict.kind === 'good' || verdict.kind === 'gone') return verdict;
      if (verdict.kind === 'token-refused') await manner.onTokenRefused?.();
      if (verdict.kind !== 'busy' && verdict.kind !== 'broken')
        throw refused(aim, verdict, manner.tokenHint);
      if (verdict.kind === 'broken' && isOnlyOnce) throw unclear(aim, verdict.problem);
      // The last try may have no time left to be answered in; what came before says more.
      if (attempt === 0 || mostMs === manner.timeoutMs || leftMs() > 0)
        trouble = verdict.kind === 'busy' ? '429, too many requests' : verdict.problem;
      const askedMs = verdict.kind === 'busy' ? verdict.waitMs : 0;
      if (askedMs > 0) rate.holdBack(askedMs);
      const pauseMs = Math.max(askedMs, firstPauseMs * 2 ** attempt * (0.5 + Math.random()));
      if (pauseMs >= leftMs()) throw unreachable(aim, trouble);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
}

async function tryOnce(
  http: AxiosInstance,
  request: AxiosRequestConfig,
  timeoutMs: number,
): Promise<Verdict> {
  try {
    // axios's own time-out starts anew with every piece of an answer that drips.
    const signal = AbortSignal.timeout(Math.max(Math.ceil(timeoutMs), 1));
    return judgeAnswer(await http.request<string>({ ...request, signal }));
  } catch (error) {
    if (!axios.isAxiosError(error)) throw error;
    if (error.message.includes('maxContentLength'))
      return { kind: 'refused', problem: 'its answer is larger than is read' };
    const inTime = !/^(ERR_CANCELED|ECONNABORTED|ETIMEDOUT)$/.test(error.code ?? '');
    return { kind: 'broken', problem: inTime ? (error.code ?? 'broken off') : 'no answer in time' };
  }
}

/** A refusal of the host in words. */
function refused(
  aim: string,
  verdict: Extract<Verdict, { kind: 'refused' | 'token-refused' }>,
  tokenHint: string,
): FerryError {
  return new FerryError('host_refused', `The CRM refused to ${aim} (${verdict.problem}).`, {
    hint: verdict.kind === 'token-refused' ? tokenHint : 'Check INTANDEM_API_URL.',
  });
}

function unreachable(aim: string, trouble: string): FerryError {
  return new FerryError('host_unreachable', `The CRM could not be asked to ${aim} (${trouble}).`, {
    hint: 'Try again in a minute; if it stays so, check INTANDEM_API_URL and the network.',
  });
}

function unclear(aim: string, trouble: string): FerryError {
  const message = `It is not known whether the CRM did what it was asked: to ${aim} (${trouble}).`;
  return new FerryError('host_unclear', message, {
    hint: 'Look in the CRM before you try again.',
  });
}

/**
 * Leaves out of an error what the CRM said, which may repeat what it was sent in any form: whole, cut off or encoded. For calls
 * that send a secret or an address (promises S2, S23).
 */
export function withoutQuote(error: unknown): unknown {
  if (!(error instanceof FerryError)) return error;
  const { code, message, hint } = error;
  return new FerryError(code, message.replace(QUOTE, ''), hint === undefined ? {} : { hint });
}

/** Behind the status, as `judgeAnswer` writes it; it may hold quotes itself. */
const QUOTE = /: ".*"/s;

/** Says that an answer is not in the form that the host documents (promises S30). */
export function unreadable(aim: string): FerryError {
  return new FerryError(
    'host_refused',
    `The CRM was asked to ${aim}, and its answer is not in the form that it documents.`,
    { hint: 'Check INTANDEM_API_URL; if it is right, the CRM has changed, and so must this app.' },
  );
}

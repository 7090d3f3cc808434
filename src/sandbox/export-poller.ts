import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import axios, { isAxiosError, type AxiosInstance } from 'axios';
import { BrokenImport } from './export-page.js';
import { limitTime } from './limit-time.js';

const MAX_TRIES = 10;
/** The real host may wait as long as it is told; a rehearsal should not. */
const MAX_WAIT_MS = 300;
const TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** The app is away or hung up: what a restart looks like from outside. */
const CONNECTION_LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

export interface PollerOptions {
  apiUri: string;
  businessUid: string;
  staffUid: string;
  /** Aborted when the sandbox closes. */
  signal: AbortSignal;
  onPoll: () => void;
}

export interface ExportPoller {
  /** The body of a page (or of `-1`). 503 and lost connections are tried again; throws `BrokenImport` otherwise. */
  ask(page: number, perPage: number): Promise<Buffer>;
  /** Asks once and gives the status, whatever it is. Throws `BrokenImport` when there is no answer. */
  probe(page: number, perPage: number): Promise<number>;
  /** Asks and hangs up as soon as the answer begins. */
  hangUp(page: number, perPage: number): Promise<void>;
}

interface Poll {
  page: number;
  url: string;
  params: Record<string, string | number>;
}

interface Answer {
  status: number;
  retryAfter: string;
  body: Buffer;
}

/** Makes the one place that calls the app: `GET {apiUri}/app/clients/export` (intandem-contract section 2). */
export function createExportPoller(options: PollerOptions): ExportPoller {
  const { signal, onPoll } = options;
  const http = axios.create({
    // the export address is taken literally: no proxy from the environment, no redirects
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_BODY_BYTES,
    headers: { accept: 'application/json', 'user-agent': 'sandbox-crm' },
    validateStatus: () => true,
  });
  const pollOf = (page: number, perPage: number): Poll => ({
    page,
    // appended as it stands, so that an api_uri with a trailing slash gives the double slash an app must bear
    url: `${options.apiUri}/app/clients/export`,
    params: {
      business_uid: options.businessUid,
      staff_uid: options.staffUid,
      page,
      per_page: perPage,
    },
  });

  async function once(page: number, perPage: number): Promise<Answer | undefined> {
    signal.throwIfAborted();
    onPoll();
    return request(http, pollOf(page, perPage), signal);
  }

  return {
    async ask(page, perPage) {
      let seen = '';
      for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
        const answer = await once(page, perPage);
        if (answer?.status === 200) return answer.body;
        if (answer !== undefined && answer.status !== 503) {
          throw new BrokenImport(`page ${page} was answered with ${answer.status}`);
        }
        seen = answer === undefined ? 'found nobody' : 'was answered with 503';
        await sleep(waitMs(answer), undefined, { signal });
      }
      throw new BrokenImport(`page ${page} ${seen} ${MAX_TRIES} times`);
    },
    async probe(page, perPage) {
      const answer = await once(page, perPage);
      if (answer === undefined) throw new BrokenImport(`page ${page} found nobody`);
      return answer.status;
    },
    async hangUp(page, perPage) {
      signal.throwIfAborted();
      onPoll();
      const { url, params } = pollOf(page, perPage);
      const timed = limitTime(signal, TIMEOUT_MS);
      try {
        const answer = await http.request<Readable>({
          url,
          params,
          signal: timed,
          responseType: 'stream',
        });
        answer.data.on('error', () => undefined).destroy();
      } catch (error) {
        // an answer that is thrown away may as well never come
        if (!isAxiosError(error)) throw error;
      }
    },
  };
}

/** One request; undefined when the connection was lost. */
async function request(
  http: AxiosInstance,
  { page, url, params }: Poll,
  closing: AbortSignal,
): Promise<Answer | undefined> {
  const timeLimit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const { status, data, headers } = await http.request<Buffer>({
      url,
      params,
      signal: AbortSignal.any([closing, timeLimit]),
      responseType: 'arraybuffer',
    });
    return { status, body: data, retryAfter: String(headers['retry-after'] ?? '') };
  } catch (cause) {
    closing.throwIfAborted();
    if (timeLimit.aborted) {
      throw new BrokenImport(`page ${page} was not answered within ${TIMEOUT_MS} ms`, { cause });
    }
    const code = isAxiosError(cause) ? (cause.code ?? 'no code') : 'no code';
    if (CONNECTION_LOST.has(code)) return undefined;
    throw new BrokenImport(`page ${page} could not be asked for (${code})`, { cause });
  }
}

function waitMs(answer: Answer | undefined): number {
  // a lost connection gets the longest wait: a restart takes a second or two
  if (answer === undefined) return MAX_WAIT_MS;
  const text = answer.retryAfter.trim();
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Math.min(Math.max(Number.isNaN(askedMs) ? MAX_WAIT_MS : askedMs, 10), MAX_WAIT_MS);
}

import { ApiError, type Api } from './api.js';
import { saveFile } from './save-file.js';
import { fileNameOf } from './file-name.js';
import { refusalOf, unreachable } from './refusal.js';
import { readEvents } from './sse.js';
import { sendUpload } from './send-upload.js';
import type { TokenDesk } from './token-desk.js';

export interface HttpApiDeps {
  /** Where the page lives; the API is beside it. */
  base: string;
  desk: Pick<TokenDesk, 'token' | 'askAgain'>;
  /** Told after each call whether the app answered at all. */
  onReach: (isReachable: boolean) => void;
}

/** Pauses before a broken stream is joined again. */
const REJOIN_PAUSES_MS = [500, 1_000, 2_000, 5_000];

/** The app's API over HTTP. A call that is refused for its token waits for a new sign-in and is then made once more. */
export function createHttpApi({ base, desk, onReach }: HttpApiDeps): Api {
  const addressOf = (path: string): string => new URL(path.replace(/^\//, ''), base).href;

  async function call(path: string, init: RequestInit): Promise<Response> {
    const token = desk.token();
    const response = await reach(() => fetchWith(addressOf(path), token, init));
    if (response.status !== 401) return accept(response);
    await desk.askAgain(token);
    return accept(await reach(() => fetchWith(addressOf(path), desk.token(), init)));
  }

  async function reach<T>(send: () => Promise<T>): Promise<T> {
    try {
      const answer = await send();
      onReach(true);
      return answer;
    } catch (error) {
      if (isAbort(error)) throw error;
      onReach(false);
      throw unreachable();
    }
  }

  async function accept(response: Response): Promise<Response> {
    if (response.ok) return response;
    const refusal = refusalOf(response.status, await response.text());
    if (refusal.code === 'unreachable') onReach(false);
    throw refusal;
  }

  async function json<T>(method: string, path: string, body?: unknown, signal?: AbortSignal) {
    const init: RequestInit = { method, signal: signal ?? null };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { 'content-type': 'application/json' };
    }
    const text = await (await call(path, init)).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** False when the stream broke off and may be joined again. */
  async function isReadToItsEnd(
    path: string,
    onValue: (value: unknown) => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      const { body } = await call(path, { headers: { accept: 'text/event-stream' }, signal });
      if (body) for await (const data of readEvents(textOf(body))) onValue(JSON.parse(data));
      return true;
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.status >= 400)) throw error;
      return false;
    }
  }

  return {
    get: (path, signal) => json('GET', path, undefined, signal),
    post: (path, body) => json('POST', path, body),
    patch: (path, body) => json('PATCH', path, body),
    delete: (path) => json('DELETE', path),
    upload: async <T>(
      path: string,
      file: File,
      onProgress: (share: number) => void,
      signal: AbortSignal,
    ) => {
      const url = addressOf(`${path}?name=${encodeURIComponent(file.name)}`);
      const send = () =>
        reach(() => sendUpload({ url, token: desk.token(), file, onProgress, signal }));
      const token = desk.token();
      let answer = await send();
      if (answer.status === 401) {
        await desk.askAgain(token);
        answer = await send();
      }
      if (answer.status >= 300) throw refusalOf(answer.status, answer.body);
      return JSON.parse(answer.body) as T;
    },
    download: async (path) => {
      const response = await call(path, {});
      const name = fileNameOf(response.headers.get('content-disposition'));
      saveFile(await response.blob(), name ?? path.split('/').at(-1) ?? 'download');
    },
    stream: async (path, onValue, signal) => {
      let pauses = 0;
      const onSound = (value: unknown): void => {
        pauses = 0;
        onValue(value as Parameters<typeof onValue>[0]);
      };
      while (!(await isReadToItsEnd(path, onSound, signal))) {
        const ms = REJOIN_PAUSES_MS[Math.min(pauses++, REJOIN_PAUSES_MS.length - 1)] ?? 0;
        await pause(ms, signal);
      }
    },
  };
}

function fetchWith(url: string, token: string | undefined, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  return fetch(url, { ...init, headers, cache: 'no-store', credentials: 'omit' });
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // When the reading ends early, nobody wants the rest.
    void reader.cancel().catch(() => undefined);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

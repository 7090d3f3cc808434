import { once } from 'node:events';
import type { Response } from 'express';
import type { ApiLimits } from './api-deps.js';

/**
 * Sends values as server-sent events, each as one line of JSON, until there are no more. A comment line now and then keeps a
 * silent stream alive. A stream that has lasted for long is broken off, so that its reader joins again.
 */
export async function sendEvents(
  res: Response,
  values: AsyncIterable<unknown>,
  { keepAliveMs, streamMs }: Pick<ApiLimits, 'keepAliveMs' | 'streamMs'>,
): Promise<void> {
  res.set({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Proxies of the nginx kind would hold back what they take for a page.
    'x-accel-buffering': 'no',
  });
  res.flushHeaders();
  const alive = setInterval(() => res.write(': still here\n\n'), keepAliveMs);
  const over = setTimeout(() => res.destroy(), streamMs);
  try {
    for await (const value of values) {
      if (res.destroyed) return;
      // A reader that is slow gets fewer values, not a queue of them.
      if (!res.write(`data: ${JSON.stringify(value)}\n\n`)) await drained(res);
    }
    res.end();
  } catch (error) {
    // Half a stream must not look like a whole one.
    res.destroy();
    throw error;
  } finally {
    clearInterval(alive);
    clearTimeout(over);
  }
}

/** Until more can be written, or nobody reads any more. */
async function drained(res: Response): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(res, 'drain', { signal }), once(res, 'close', { signal })]);
  } finally {
    // Listeners of the one that did not come would be left on the answer.
    waiting.abort();
  }
}

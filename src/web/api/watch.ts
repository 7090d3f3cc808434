import { setTimeout as pause } from 'node:timers/promises';

/** One look at something that changes. */
export interface Look<T> {
  value: T;
  isOver: boolean;
}

/**
 * Looks again and again, and gives what is different from before, until it is over or nobody watches. Whoever joins gets what
 * is there at once, so a stream can be left and joined again at any server.
 */
export async function* watch<T>(
  look: () => Promise<Look<T>>,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): AsyncGenerator<T> {
  let before: string | undefined;
  while (!signal.aborted) {
    const { value, isOver } = await look();
    const text = JSON.stringify(value);
    if (text !== before) yield value;
    if (isOver) return;
    before = text;
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

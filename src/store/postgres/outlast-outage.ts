import { setTimeout as pause } from 'node:timers/promises';
import { isConnectionLost } from './database-error.js';

const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Does work again while the database cannot be reached, such as during its restart, with growing pauses and for about 10
 * seconds; then, and for any other error, throws what the work threw. The work may have been done although it failed, because
 * the answer was lost, so it must be one that may be done twice.
 */
export async function outlastOutage<T>(work: () => Promise<T>): Promise<T> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionLost(error) || performance.now() + pauseMs > giveUpAtMs) throw error;
    }
    await pause(pauseMs);
  }
}

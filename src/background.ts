import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from './logger.js';
import { describeError } from './describe-error.js';

/** Work that the server does by itself, again and again. */
export interface Task {
  name: string;
  /** From the end of one run to the begin of the next. */
  everyMs: number;
  /** Ends soon after the signal. What it throws is logged, and it runs again in its time. */
  run: (signal: AbortSignal) => Promise<void>;
  /** Waits for what its runs have left going on; called once, after the signal. */
  end?: () => Promise<void>;
}

export interface Background {
  /** Runs a task now, or again as soon as it has ended; nothing when there is no such task. */
  nudge: (name: string) => void;
  /** Ends all tasks, and waits until none runs. */
  close: () => Promise<void>;
}

/** Runs each task at once and then in its time, one run of it after the other. */
export function startBackground(tasks: readonly Task[], logger: Logger): Background {
  const closing = new AbortController();
  const loops = new Map(tasks.map((task) => [task.name, startLoop(task, closing.signal, logger)]));
  return {
    nudge(name) {
      loops.get(name)?.nudge();
    },
    async close() {
      closing.abort();
      await Promise.all([...loops.values()].map(({ ended }) => ended));
      for (const { end } of tasks) await end?.();
    },
  };
}

function startLoop(
  { name, everyMs, run }: Task,
  closing: AbortSignal,
  logger: Logger,
): { nudge(): void; ended: Promise<void> } {
  let nudged = new AbortController();
  const isClosing = () => closing.aborted;
  // One listener for all runs: `AbortSignal.any` of each would be kept by the signal that outlives them.
  closing.addEventListener('abort', () => {
    nudged.abort();
  });
  const loop = async () => {
    while (!isClosing()) {
      nudged = new AbortController();
      try {
        await run(closing);
      } catch (error) {
        if (!isClosing())
          logger.error('background work failed', { task: name, ...describeError(error) });
      }
      await wait(everyMs, undefined, { signal: nudged.signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  return {
    nudge() {
      nudged.abort();
    },
    ended,
  };
}

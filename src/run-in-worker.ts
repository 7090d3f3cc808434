import { extname } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { FerryError, hasErrorCode } from './errors.js';

/**
 * Keeps memory flat whatever the file's size (promises R8); what a staging holds at a time is far below. A young generation
 * of 8 MB costs a quarter more processor time, all of it in collecting; one of 32 MB takes 17 MB more.
 */
export const WORKER_MEMORY = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 192 };

export interface WorkerOptions {
  /** Ends the thread at once, whatever it does. */
  kill?: AbortSignal | undefined;
  transferList?: MessagePort[];
  memory?: typeof WORKER_MEMORY | undefined;
}

/** A worker beside this file: TypeScript in development, like this file, and JavaScript once built. */
export function workerFile(name: string): string {
  return new URL(`./${name}${extname(import.meta.url)}`, import.meta.url).href;
}

/**
 * Runs one task in a thread of its own, so that a poison file takes nothing down but that (promises S35). Throws `file_too_large`
 * when the memory is not enough, `interrupted` when it was killed, and what the task throws.
 */
export async function runInWorker<Result>(
  filename: string,
  task: unknown,
  { kill, transferList = [], memory = WORKER_MEMORY }: WorkerOptions = {},
): Promise<Result> {
  const pool = new Piscina<unknown, Result>({ filename, maxThreads: 1, resourceLimits: memory });
  // A thread may still die of its memory when its task is done; without a listener that would be the end of the process.
  pool.on('error', () => undefined);
  try {
    return await pool.run(task, { transferList, signal: kill ?? null });
  } catch (error) {
    throw kill?.aborted === true ? killed(error) : translateDeath(error);
  } finally {
    await pool.destroy();
  }
}

/** What the end of a thread by its memory limit means to people; other errors as they are. */
export function translateDeath(error: unknown): unknown {
  if (!hasErrorCode(error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new FerryError('file_too_large', 'Reading the file takes more memory than a list needs.', {
    hint: 'Save the list as CSV, without pictures and long texts, or split it.',
    cause: error,
  });
}

const killed = (cause: unknown): FerryError =>
  new FerryError('interrupted', 'Interrupted; nothing was staged.', { cause });

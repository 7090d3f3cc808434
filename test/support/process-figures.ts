import { fileURLToPath } from 'node:url';
import { until } from '../helpers/poll.js';
import type { Program } from '../helpers/program.js';

/** Lets a program tell figures about itself; for its environment. */
export const TELLS_FIGURES = {
  NODE_OPTIONS: `--import ${fileURLToPath(new URL('report-figures.mjs', import.meta.url))}`,
};

/** What a process holds after its garbage was collected: bytes, and numbers of what is open. */
export interface ProcessFigures {
  rss: number;
  /** Without compiled code. */
  heapUsed: number;
  external: number;
  timers: number;
  handles: number;
  threads: number;
}

const LINE = /^figures (\{.*\})$/gm;

/** Asks a program that was started with `TELLS_FIGURES`. */
export async function askFigures(program: Program): Promise<ProcessFigures> {
  const told = () => [...program.output().matchAll(LINE)].map(([, json = '']) => json);
  const before = told().length;
  program.kill('SIGUSR2');
  await until('the process tells its figures', () => told().length > before, 120_000);
  return JSON.parse(told().at(-1) ?? '') as ProcessFigures;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { median } from '../serving/median.js';

/** What a process took, its start included. */
export interface Times {
  readonly wallMs: number;
  /** User and system time of all its threads; 0 where the system does not tell. */
  readonly processorMs: number;
  /** The most memory that it held at a time, as the system counts it; 0 where it does not tell. */
  readonly peakBytes: number;
}

/** Linux tells of a process while it runs, in ticks of 10 ms. */
const TICK_MS = 10;
const LOOK_EVERY_MS = 20;

/** Runs a program to its end and tells what it took; looks at it now and then, so short ones are told roughly. Throws when it fails. */
export async function timeProcess(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Times> {
  const startedMs = performance.now();
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (piece: Buffer) => (told += piece.toString()));
  const usage = { processorMs: 0, peakBytes: 0 };
  const looking = setInterval(() => {
    Object.assign(usage, readUsage(child.pid ?? 0) ?? {});
  }, LOOK_EVERY_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(looking);
  const wallMs = performance.now() - startedMs;
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${told.slice(-500)}`);
  return { wallMs, ...usage };
}

function readUsage(pid: number): Pick<Times, 'processorMs' | 'peakBytes'> | undefined {
  try {
    const [, stat = ''] = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ');
    const fields = stat.split(' ');
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
    if (peak?.[1] === undefined) return undefined;
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { processorMs: ticks * TICK_MS, peakBytes: Number(peak[1]) * 1024 };
  } catch {
    // It has ended meanwhile, or this is no Linux.
    return undefined;
  }
}

/** The median of one of the times. */
export function medianOf(all: readonly Times[], key: keyof Times): number {
  return median(all.map((times) => times[key]));
}

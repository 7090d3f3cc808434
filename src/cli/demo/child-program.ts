import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { FerryError } from '../../errors.js';

/** A command of ours that runs as a process of its own and listens. */
export interface ChildProgram {
  url: string;
  /** The most memory it has used, in bytes; undefined where the system does not tell. */
  peakMemory(): number | undefined;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

/** Starts `clientferry <args>` and waits until it says where it listens. Throws `internal` when it ends before. */
export async function startChildProgram(
  args: readonly string[],
  env: Record<string, string>,
): Promise<ChildProgram> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (said.push(line) > 20) said.shift();
  });
  const url = await Promise.race([findAddress(child), endOf(child)]);
  if (url === undefined) {
    throw new FerryError(
      'internal',
      `clientferry ${args.join(' ')} did not start: ${said.join(' ')}`,
    );
  }
  return { url, peakMemory: () => readPeakMemory(child.pid), stop: () => stop(child) };
}

async function findAddress(child: ChildProcess): Promise<string | undefined> {
  if (!child.stdout) return undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}

async function endOf(child: ChildProcess): Promise<undefined> {
  await once(child, 'exit');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function readPeakMemory(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(
      readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'),
    )?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}

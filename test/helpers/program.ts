import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { until } from './poll.js';
import type { Cleaner } from './temp-dir.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The built program, running as a process of its own. */
export interface Program {
  pid: number;
  output(): string;
  errors(): string;
  /** Ends this process and no other. */
  kill(signal: NodeJS.Signals): void;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts `clientferry <args>` over a data folder; killed after the test if it still runs. */
export function startProgram(
  t: Cleaner,
  dataDir: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Program {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: dataDir,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  const exited = new Promise<Awaited<Program['exited']>>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    errors: () => errors,
    kill: (signal) => child.kill(signal),
    exited,
  };
}

/** Starts `clientferry serve` and waits until it listens. */
export async function startServe(
  t: Cleaner,
  dataDir: string,
  port = 0,
  env: Record<string, string> = {},
): Promise<Program & { url: string }> {
  const program = startProgram(t, dataDir, ['serve', '--port', String(port)], env);
  await until('serve listens', () => program.output().includes('\n'), 60_000);
  const origin = /http:\S+/.exec(program.output())?.[0] ?? '';
  return { ...program, url: `${origin}/app/clients/export` };
}

/** A port of loopback that was free a moment ago. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

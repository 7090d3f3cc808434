import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { FerryError, hasErrorCode } from '../errors.js';
import { limitBody } from './body-time.js';
import { oneByOne } from './one-by-one.js';

/** A server that is listening, and its graceful end. */
export interface Listening {
  server: Server;
  port: number;
  /** Stops accepting, lets answers in flight finish, then closes; after `graceMs` what is left is cut (promises R33). */
  stop(graceMs: number): Promise<void>;
}

/** A connection on which nothing moves for so long is cut. */
const QUIET_MS = 60_000;

const REASONS: Record<string, string> = {
  EADDRINUSE: 'another program listens there already',
  EACCES: 'permission was denied',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'the host name is unknown',
};

/**
 * Listens with time-outs that keep slow clients from starving others (promises R31). The one for bodies is ours, since Node's
 * cannot tell a large upload from a slow one, and a connection is not quiet while we are at work for it. Throws `port_unusable`.
 */
export async function listen(
  app: RequestListener,
  host: string,
  port: number,
  { bodyMs, quietMs = QUIET_MS }: { bodyMs?: number; quietMs?: number } = {},
): Promise<Listening> {
  const answering = new Set<ServerResponse>();
  const server = createServer(
    {
      headersTimeout: 15_000,
      requestTimeout: 0,
      keepAliveTimeout: 10_000,
      connectionsCheckingInterval: 5_000,
    },
    oneByOne((req, res) => {
      answering.add(res);
      res.once('close', () => answering.delete(res));
      limitBody(req, bodyMs);
      app(req, res);
    }),
  );
  server.setTimeout(quietMs, (socket: Socket) => {
    if (!isAwaited(socket, answering)) socket.destroy();
  });
  server.maxConnections = 1_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const reason = hasErrorCode(cause) ? (REASONS[cause.code] ?? cause.code) : 'unknown cause';
      reject(
        new FerryError('port_unusable', `The app cannot listen on ${host}:${port}: ${reason}.`, {
          hint: 'Choose another PORT (0 takes any free one) or HOST, or stop the other program.',
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    stop: (graceMs) => stop(server, answering, graceMs),
  };
}

async function stop(
  server: Server,
  answering: ReadonlySet<ServerResponse>,
  graceMs: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  for (const res of answering) if (isStream(res)) res.destroy();
  // A connection whose answer has just left is idle but kept alive; look again until none is left.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, 20);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
  // A cut connection counts as closed before its answer is told so; what then is written down needs the store.
  await Promise.all(
    [...answering].map((res) => new Promise((resolve) => res.once('close', resolve))),
  );
}

/**
 * Whether the other side waits for us: it has sent its request and taken all that was answered so far. The time-out begins anew
 * when more is written, so who does not take that is cut after all.
 */
function isAwaited(socket: Socket, answering: ReadonlySet<ServerResponse>): boolean {
  if (socket.writableLength > 0) return false;
  return [...answering].some((res) => res.req.socket === socket && res.req.complete);
}

/** A stream of events has no end of its own to wait for; who reads it joins again elsewhere. */
const isStream = (res: ServerResponse): boolean =>
  String(res.getHeader('content-type')).startsWith('text/event-stream');

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FerryError, hasErrorCode } from '../errors.js';
import type { Metrics } from './metrics.js';

/** Only programs on this machine reach the figures (promises S32). */
const HOST = '127.0.0.1';

export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

/** Serves `GET /metrics` on loopback and nothing else; port 0 takes any free one. Throws `port_unusable`. */
export async function startMetricsServer(
  metrics: Pick<Metrics, 'write'>,
  port: number,
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (req, res) => {
    if (req.method === 'GET' && req.url === '/metrics') void answer(metrics, res);
    else res.writeHead(404).end();
  });
  server.maxConnections = 20;
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new FerryError(
      'port_unusable',
      `The metrics cannot be served on ${HOST}:${port} (${hasErrorCode(cause) ? cause.code : 'unknown cause'}).`,
      { hint: 'Choose another METRICS_PORT, or leave it out.', cause },
    );
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(metrics: Pick<Metrics, 'write'>, res: ServerResponse): Promise<void> {
  try {
    const { contentType, body } = await metrics.write();
    res.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body);
  } catch {
    res.writeHead(503).end();
  }
}

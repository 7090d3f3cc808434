import { connect, createServer, type AddressInfo } from 'node:net';
import type { Cleaner } from './temp-dir.js';

/** Gives the URL of a proxy before a database that once, at an answer with this text, breaks the connection instead. */
export async function startProxyLosingAnswer(
  t: Cleaner,
  url: string,
  text: string,
): Promise<{ url: string; lost(): boolean }> {
  const { port, hostname } = new URL(url);
  let isLost = false;
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => {
      if (isLost || !bytes.includes(text)) client.write(bytes);
      else client.destroy();
      isLost ||= bytes.includes(text);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => proxy.close());
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((proxy.address() as AddressInfo).port);
  return { url: through.href, lost: () => isLost };
}

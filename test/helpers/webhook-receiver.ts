import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Cleaner } from './temp-dir.js';

export interface ReceivedWebhook {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  /** How it answers those to come; 200 unless told. */
  answer: (res: ServerResponse) => void;
}

/** A program of the operator, which keeps what it is told. */
export async function startWebhookReceiver(t: Cleaner): Promise<WebhookReceiver> {
  const server = createServer((req, res) => {
    const pieces: Buffer[] = [];
    req.on('data', (piece: Buffer) => pieces.push(piece));
    req.once('end', () => {
      const { method = '', url: path = '', headers } = req;
      receiver.received.push({ method, path, headers, body: Buffer.concat(pieces).toString() });
      receiver.answer(res);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=url-secret`,
    received: [],
    answer: (res) => res.writeHead(200).end(),
  };
  return receiver;
}

/** The measure: bare node:http, the stored texts of a page read from SQLite and joined. No log, no checks, no account. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';

const [file = ''] = process.argv.slice(2);
const db = new Database(file, { readonly: true });
const select = db.prepare<[number, number], { json: string }>(
  'SELECT json FROM clients WHERE seq BETWEEN ? AND ? ORDER BY seq',
);

const server = createServer((req, res) => {
  const { searchParams } = new URL(req.url ?? '', 'http://localhost');
  const page = Number(searchParams.get('page'));
  const size = Number(searchParams.get('per_page'));
  const clients = select.all((page - 1) * size + 1, page * size);
  const body = `{"data":{"clients":[${clients.map(({ json }) => json).join(',')}]}}`;
  res.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  res.end(body);
});
server.listen(0, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

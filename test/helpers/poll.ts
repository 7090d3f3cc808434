import assert from 'node:assert/strict';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';

/** One whole answer. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

const kept = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends one request and reads the answer to its end; rejects when the answer is cut. */
export function ask(
  url: string,
  options: { method?: string; agent?: Agent; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: kept, ...options }, (res) => {
      const pieces: Buffer[] = [];
      res.on('data', (piece: Buffer) => pieces.push(piece));
      res.on('error', reject);
      res.on('end', () => {
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          body: Buffer.concat(pieces).toString('utf8'),
        });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

export type PollParams = Record<string, string | number>;

/** One poll as the host sends it; `business_uid` is b1 unless told. */
export function poll(url: string, params: PollParams, agent?: Agent): Promise<Answer> {
  const query = Object.entries({ business_uid: 'b1', ...params })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return ask(`${url}?${query}`, agent ? { agent } : {});
}

/** The client numbers in a 200 answer, as they stand. */
export function idsOf(answer: Answer): number[] {
  assert.equal(answer.status, 200, answer.body);
  const { data } = JSON.parse(answer.body) as { data: { clients: { external_id: string }[] } };
  return data.clients.map((client) => Number(client.external_id));
}

/** The numbers `from..to`. */
export const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);

export const EMPTY = '{"data":{"clients":[]}}';

/** Pulls page 1, 2, 3 ... until a short page, as the host does, then closes; returns all numbers in order. */
export async function pullAll(
  url: string,
  pageSize: number,
  params: PollParams = {},
): Promise<number[]> {
  const all: number[] = [];
  for (let page = 1; ; page++) {
    const ids = idsOf(await poll(url, { ...params, page, per_page: pageSize }));
    all.push(...ids);
    if (ids.length < pageSize) break;
  }
  assert.equal((await poll(url, { ...params, page: -1, per_page: pageSize })).body, EMPTY);
  return all;
}

/** Waits until a condition holds; fails after `timeoutMs`. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (!(await holds())) {
    assert.ok(Date.now() < endMs, `waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Runs `work` over all items, `width` at a time. */
export async function inFlight<T>(
  width: number,
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { idsOf, poll, until } from '../helpers/poll.js';
import { startServe, type Program } from '../helpers/program.js';
import { openSession } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { isLongForm, times } from '../support/long-form.js';
import { flood, type Slowness } from './slow-socket.js';

const CROWD = 500;
const CLIENTS = 20_000;
/** Connections and files that come and go by themselves. */
const OTHERS = 50;
const HELD_MS = times(3_000, 10_000);
/** Promises R31. */
const NORMAL_PAGE_MS = 1_000;
/** For the connections themselves and what is being done; a page for each of them would be 2,500 MB. */
const MEGABYTES = 150;

const FLOODS: Record<string, Slowness & { cutAfterMs: number }> = {
  'clients that send their headers bit by bit': {
    opening: 'GET / HTTP/1.1\r\nhost: a\r\n',
    drip: 'x: y\r\n',
    isReading: true,
    cutAfterMs: 25_000,
  },
  'clients that send nothing at all': { opening: '', isReading: true, cutAfterMs: 70_000 },
  'clients that send their bodies bit by bit': {
    opening:
      'POST /api/sign-in HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n{',
    drip: ' ',
    isReading: true,
    cutAfterMs: 40_000,
  },
  'clients that do not read a page of 5 MB': {
    opening: `GET /app/clients/export?business_uid=b1&page=1&per_page=${CLIENTS} HTTP/1.1\r\nhost: a\r\n\r\n`,
    isReading: false,
    // Node gives a write that has begun the time of silence twice.
    cutAfterMs: 150_000,
  },
};

const residentMegabytes = ({ pid }: Program): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** How many connections and files a program has open; a client that reads nothing does not see that it was cut. */
const openIn = ({ pid }: Program): number => readdirSync(`/proc/${pid}/fd`).length;

for (const [what, { cutAfterMs, ...slowness }] of Object.entries(FLOODS)) {
  test(`R31: ${CROWD} ${what} do not keep a page waiting, nor fill the memory`, async (t) => {
    const folder = makeTempDir(t);
    const store = openSqliteStore(folder);
    for (const business of ['b1', 'b2'])
      await openSession(store, CLIENTS, business, { bytesPerClient: 250 });
    await store.close();
    const program = await startServe(t, folder);
    const agent = new Agent({ keepAlive: false });
    const ask = async () => {
      const startedMs = performance.now();
      const page = await poll(program.url, { business_uid: 'b2', page: 3, per_page: 100 }, agent);
      assert.equal(idsOf(page).length, 100);
      return performance.now() - startedMs;
    };
    const atRest: number[] = [];
    for (let n = 0; n < 20; n++) atRest.push(await ask());
    const before = residentMegabytes(program);
    const openBefore = openIn(program);
    await flood(t, Number(new URL(program.url).port), CROWD, slowness);
    // Whoever comes first waits until all of them have been let in.
    const first = await ask();
    const waits: number[] = [];
    let most = before;
    const endMs = performance.now() + HELD_MS;
    while (performance.now() < endMs) {
      waits.push(await ask());
      most = Math.max(most, residentMegabytes(program));
    }
    const [rest, slowest] = [Math.max(...atRest), Math.max(...waits)];
    const told = `${waits.length} pages, the slowest in ${Math.round(slowest)} ms (${Math.round(rest)} at rest, ${Math.round(first)} while they came); ${Math.round(before)} MB, at most ${Math.round(most)} MB`;
    t.diagnostic(told);
    const held = openIn(program) - openBefore;
    // The system itself drops some when its memory for sockets is full.
    assert.ok(held > CROWD / 2, `only ${held} are there; ${told}`);
    // A machine that is busy with other things is slow at rest as well.
    assert.ok(slowest < Math.max(NORMAL_PAGE_MS, 10 * rest), told);
    assert.ok(most - before < MEGABYTES, told);
    if (isLongForm)
      await until('they are cut', () => openIn(program) - openBefore < OTHERS, cutAfterMs);
  });
}

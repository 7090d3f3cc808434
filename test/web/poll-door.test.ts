import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { createLogger } from '../../src/logger.js';
import type { Session } from '../../src/sessions/session.js';
import { listen } from '../../src/web/listen.js';
import { createWeb } from '../../src/web/web.js';
import { until } from '../helpers/poll.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';

const SECRET = 'abcdefghijklmnopqrstuvwx';
const CLIENTS = 95;

/** Where winston puts a line as it would be written. */
const MESSAGE = Symbol.for('message');

/** An app over a store of its own, with what it logs. */
async function startHouse(t: TestContext, isOpen: boolean) {
  const { store } = makeStore(t);
  const { session } = await openSession(store, CLIENTS, 'b1', { session: { staffUid: 'ann' } });
  const lines: Record<string, unknown>[] = [];
  const write = (info: { [MESSAGE]: string }, _encoding: string, done: () => void) => {
    lines.push(JSON.parse(info[MESSAGE]) as Record<string, unknown>);
    done();
  };
  const logger = createLogger('info').clear();
  logger.pipe(new Writable({ objectMode: true, write }));
  const web = createWeb({
    ...{ store, logger, isOpen, secrets: isOpen ? [] : [SECRET], now: () => new Date() },
    graceMs: 60_000,
    checkReadiness: () => store.check(),
  });
  const listening = await listen(web, '127.0.0.1', 0);
  t.after(() => listening.stop(0));
  return { store, session, port: listening.port, lines };
}

/** Everything that comes back for one request, but for what is different every time. */
async function askBytes(port: number, method: string, target: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => pieces.push(piece));
  socket.write(
    `${method} ${target} HTTP/1.1\r\nHost: a\r\nUser-Agent: x\r\nConnection: close\r\n\r\n`,
  );
  await once(socket, 'close');
  return Buffer.concat(pieces)
    .toString('latin1')
    .replace(/^Date: .+$/m, 'Date')
    .replace(/^(x-request-id: |.*"request_id":")[0-9a-f-]{36}/gm, '$1');
}

/** A generator with a fixed seed, so that a failure can be repeated. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const HOSTILE = [
  ...['', '0', '-2', '01', '1e1', '1.0', '+1', '%31', '%00', '%zz', '１', '1&page=2', '999999999'],
  ...['1&x=1', '1&x=%zz', '1&x=a+b&y', '1&__proto__=1', '1;2', '1"', "1'", '1<', '1\\', '1|', '1^'],
];

/** A poll as the CRM sends it, or something close to it. */
function makeQuery(random: (below: number) => number): string {
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const page = random(5) === 0 ? pick(HOSTILE) : String(1 + random(13));
  const size = random(7) === 0 ? pick([...HOSTILE, '7', '50']) : '10';
  const business = random(12) === 0 ? pick(['b2', '', 'b%31', 'b1%', 'B1', 'ü']) : 'b1';
  const staff = pick(['&staff_uid=ann', '&staff_uid=ann', '', '&staff_uid=', '&staff_uid=bob']);
  return `business_uid=${business}${staff}&page=${random(40) === 0 ? -1 : page}&per_page=${size}`;
}

const isRequest = ({ message }: Record<string, unknown>): boolean => message === 'request';

/** Session and ledger, but for ids and times. */
async function accountOf({ store, session }: Awaited<ReturnType<typeof startHouse>>) {
  const { state, version, pageSize, flags }: Session = await readSession(store, session.id);
  const ledger = (await store.listLedger(session.id)).map((entry) => ({
    ...entry,
    sessionId: '',
    polledAt: '',
    durationMs: 0,
  }));
  return { state, version, pageSize, flags, ledger };
}

for (const isOpen of [true, false])
  test(`polls through the door are answered, logged and accounted for as by the route, to the byte (${isOpen ? 'plain' : 'secret'} path)`, async (t) => {
    const door = await startHouse(t, isOpen);
    const route = await startHouse(t, isOpen);
    const random = createRandom(20_261_121);
    const prefix = isOpen ? '' : `/host/${SECRET}`;
    // What is not HTTP at all is refused before it comes to either.
    let answered = 0;
    for (let n = 1; n <= 400; n++) {
      const query = makeQuery(random);
      const method = random(15) === 0 ? 'POST' : 'GET';
      const slash = random(4) === 0 ? '//' : '/';
      // The route knows no difference between small and capital letters; the door takes small ones only.
      const [asked, expected] = await Promise.all([
        askBytes(door.port, method, `${prefix}${slash}app/clients/export?${query}`),
        askBytes(route.port, method, `${prefix}${slash}App/clients/export?${query}`),
      ]);
      assert.equal(asked, expected, `request ${n}: ${query}`);
      if (asked.includes('\r\nx-request-id: ')) answered++;
    }
    assert.ok(answered > 300);
    await until('all is logged', () =>
      [door, route].every(({ lines }) => lines.filter(isRequest).length === answered),
    );
    const told = (lines: Record<string, unknown>[]) =>
      lines.map((line) => ({ ...line, requestId: '', ms: 0, timestamp: '' }));
    assert.deepEqual(told(door.lines), told(route.lines));
    assert.ok(door.lines.filter(isRequest).every(({ ms }) => Number(ms) >= 0));
    const account = await accountOf(door);
    assert.deepEqual(account, await accountOf(route));
    assert.ok(account.ledger.length > 100);
  });

test('a page that cannot be read is 503 through the door as well, with a flag and an entry', async (t) => {
  const [door, route] = [await startHouse(t, true), await startHouse(t, true)];
  for (const { store } of [door, route])
    store.readPage = () => Promise.reject(new Error('the disk is gone'));
  const query = 'business_uid=b1&page=1&per_page=10';
  const asked = await askBytes(door.port, 'GET', `/app/clients/export?${query}`);
  assert.equal(asked, await askBytes(route.port, 'GET', `/App/clients/export?${query}`));
  assert.match(asked, /^HTTP\/1\.1 503 [^]*\r\nretry-after: 5\r\n/);
  const account = await accountOf(door);
  assert.deepEqual(account, await accountOf(route));
  assert.deepEqual([account.flags.length, account.ledger[0]?.status], [1, 503]);
});

test('while sessions cannot be read, polls are 503', async (t) => {
  const { store, port } = await startHouse(t, true);
  store.findCurrentSession = () => Promise.reject(new Error('the database is away'));
  const asked = await askBytes(
    port,
    'GET',
    '/app/clients/export?business_uid=b1&page=1&per_page=10',
  );
  assert.match(asked, /^HTTP\/1\.1 503 /);
});

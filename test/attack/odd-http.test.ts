import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { askRaw } from '../helpers/raw-http.js';
import { parsePoll } from '../../src/sessions/poll.js';
import { inFlight, until } from '../helpers/poll.js';
import { startServe } from '../helpers/program.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { startWeb } from '../helpers/web.js';
import { exchange, statusesIn } from './raw-exchange.js';

const SECRET = 'ThisSegmentIsSecret0123456789';
const QUERY = 'business_uid=b1&page=1&per_page=10';
const DOOR = `/host/${SECRET}/app/clients/export`;
/** A name that every client of these lists has. */
const CLIENT = 'velace';

async function setUp(t: TestContext) {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 10);
  const web = await startWeb(t, store, { secrets: [SECRET], isOpen: false });
  const untouched = async () => {
    const { state, pageSize } = await readSession(store, session.id);
    assert.deepEqual([state, pageSize], [session.state, session.pageSize]);
    assert.deepEqual(await store.listLedger(session.id), []);
  };
  return { store, session, port: web.port, untouched };
}

const WAYS_AROUND = [
  '/app/clients/export',
  '//app/clients/export',
  '///app/clients/export',
  '/App/Clients/Export',
  '/./app/clients/export',
  '/app/./clients/export',
  '/app%2fclients%2fexport',
  '/%61pp/clients/export',
  '/app/clients/export/',
  '/app/clients/export;x',
  '/app/clients/export%00',
  '/app/clients/export%20',
  '/app\\clients\\export',
  '/host/app/clients/export',
  '/host//app/clients/export',
  '/host/./app/clients/export',
  '/host/../app/clients/export',
  '/host/x/../app/clients/export',
  '/host/%2e%2e/app/clients/export',
  '/host/..%2fapp/clients/export',
  '/host/x%2fapp/clients/export',
  '/host/..;/app/clients/export',
  '/host/%00/app/clients/export',
  '/host/*/app/clients/export',
  '/host/:secret/app/clients/export',
  '/host/undefined/app/clients/export',
  '/host/__proto__/app/clients/export',
  `/host/${SECRET.toLowerCase()}/app/clients/export`,
  `/host/${SECRET.slice(0, -1)}/app/clients/export`,
  `/host/${SECRET}%00/app/clients/export`,
  `/host/${SECRET}%20/app/clients/export`,
  `/host/${SECRET},x/app/clients/export`,
  `/host/${SECRET}/x/app/clients/export`,
  `/host/x/${SECRET}/app/clients/export`,
  `/host/x/app/clients/export/../../../${SECRET}`,
  '/api/../app/clients/export',
  '/assets/../app/clients/export',
  '/assets/..%2f..%2fapp%2fclients%2fexport',
  '/healthz/../app/clients/export',
  '/sign-in/../app/clients/export',
  'http://127.0.0.1/app/clients/export',
  'http://evil.example/app/clients/export',
  `http://${SECRET}@127.0.0.1/app/clients/export`,
  `http://host/${SECRET}`,
  'app/clients/export',
  '*',
];

test('S29: no way of writing a path leads around the secret, and none has an effect', async (t) => {
  const { port, untouched } = await setUp(t);
  const queries = [QUERY, 'business_uid=b1&page=-1', `secret=${SECRET}&${QUERY}`];
  const targets = WAYS_AROUND.flatMap((path) => queries.map((query) => `${path}?${query}`));
  await inFlight(16, targets, async (target) => {
    const { status, body } = await askRaw(port, target);
    assert.ok([400, 404].includes(status), `${target}: ${status}`);
    assert.ok(!body.includes(CLIENT), target);
  });
  const forwarded = ['x-original-url', 'x-rewrite-url', 'x-forwarded-uri', 'x-forwarded-prefix'];
  const headers = forwarded.map((name) => `${name}: ${DOOR}?${QUERY}\r\n`).join('');
  const text = await exchange(port, `GET /?${QUERY} HTTP/1.1\r\nhost: a\r\n${headers}\r\n`);
  assert.deepEqual(statusesIn(text), [404]);
  await untouched();
});

/** A request that would end the import, to be hidden in another one. */
const HIDDEN = `GET ${DOOR}?business_uid=b1&page=-1 HTTP/1.1\r\nhost: a\r\n\r\n`;

const post = (headers: string, body = HIDDEN) =>
  `POST /nowhere HTTP/1.1\r\nhost: a\r\n${headers}\r\n\r\n${body}`;

/** What is refused before it is anybody's request; nothing behind it is read as another one. */
const NOT_HTTP: Record<string, string> = {
  'two lengths that differ': post('content-length: 0\r\ncontent-length: 5'),
  'the same length twice': post('content-length: 0\r\ncontent-length: 0'),
  'two lengths in one': post('content-length: 0, 5'),
  'a length with a sign': post('content-length: +0'),
  'a negative length': post('content-length: -1'),
  'a length in hex': post('content-length: 0x0'),
  'a length beyond all numbers': post(`content-length: ${'9'.repeat(30)}`),
  'a length and chunks': post(
    'content-length: 5\r\ntransfer-encoding: chunked',
    `0\r\n\r\n${HIDDEN}`,
  ),
  'chunks and a length': post(
    'transfer-encoding: chunked\r\ncontent-length: 5',
    `0\r\n\r\n${HIDDEN}`,
  ),
  'chunks that are not the last coding': post(
    'transfer-encoding: chunked, identity',
    `0\r\n\r\n${HIDDEN}`,
  ),
  'a coding that nobody knows': post('transfer-encoding: xchunked', `0\r\n\r\n${HIDDEN}`),
  'a space before the colon': post('transfer-encoding : chunked', `0\r\n\r\n${HIDDEN}`),
  'a name that is none': post('transfer\u0000encoding: chunked'),
  'a zero byte in a value': post('x: a\u0000b\r\ncontent-length: 0'),
  'a lone carriage return in a value': post('x: a\rcontent-length: 0'),
  'a chunk of a size beyond all numbers': post(
    'transfer-encoding: chunked',
    `FFFFFFFFFFFFFFFFF\r\n${HIDDEN}`,
  ),
  'a chunk of a negative size': post('transfer-encoding: chunked', `-1\r\n${HIDDEN}`),
  'no host': `GET ${DOOR}?business_uid=b1&page=-1 HTTP/1.1\r\n\r\n`,
  'a version of its own': `GET ${DOOR}?business_uid=b1&page=-1 HTTP/9.9\r\nhost: a\r\n\r\n`,
  'the opening of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'the opening of TLS': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  'a method in small letters': `get ${DOOR}?business_uid=b1&page=-1 HTTP/1.1\r\nhost: a\r\n\r\n`,
  'a space in the path': `GET ${DOOR}?x=a b&business_uid=b1&page=-1 HTTP/1.1\r\nhost: a\r\n\r\n`,
  'a tab for a space': `GET\t${DOOR}?business_uid=b1&page=-1\tHTTP/1.1\r\nhost: a\r\n\r\n`,
};

test('S29: what is no good HTTP is refused, with all that comes behind it', async (t) => {
  const { port, untouched } = await setUp(t);
  await Promise.all(
    Object.entries(NOT_HTTP).map(async ([what, bytes]) => {
      const text = await exchange(port, bytes);
      const [status, ...more] = statusesIn(text);
      assert.ok(status === undefined || [400, 404].includes(status), `${what}: ${text}`);
      // One that can be read may be answered before what is behind it is found to be none.
      assert.ok(
        more.every((one) => one === 400),
        `${what}: ${text}`,
      );
    }),
  );
  await untouched();
  assert.equal((await askRaw(port, '/healthz')).status, 200);
});

const long = 'x'.repeat(100_000);

const ODD: Record<string, { bytes: string; statuses: number[] }> = {
  'a body where none belongs, with a request in it': {
    bytes: `GET /healthz HTTP/1.1\r\nhost: a\r\ncontent-length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    statuses: [200],
  },
  'chunks where none belong, with a request in them': {
    bytes: `GET /healthz HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n${HIDDEN.length.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
    statuses: [200],
  },
  'a target of 100,000 characters': {
    bytes: `GET /${long} HTTP/1.1\r\nhost: a\r\n\r\n`,
    statuses: [431],
  },
  'a query of 100,000 characters': {
    bytes: `GET ${DOOR}?${QUERY}&x=${long} HTTP/1.1\r\nhost: a\r\n\r\n`,
    statuses: [431],
  },
  'a header of 100,000 characters': {
    bytes: `GET ${DOOR}?${QUERY} HTTP/1.1\r\nhost: a\r\nx: ${long}\r\n\r\n`,
    statuses: [431],
  },
  '20,000 headers': {
    bytes: `GET ${DOOR}?${QUERY} HTTP/1.1\r\nhost: a\r\n${'x: y\r\n'.repeat(20_000)}\r\n`,
    statuses: [431],
  },
  'a chunk whose extension has no end': {
    bytes: post('transfer-encoding: chunked', `1;${long}\r\na\r\n0\r\n\r\n`),
    statuses: [404, 413],
  },
  'an expectation that nobody can meet': {
    bytes: `GET ${DOOR}?${QUERY} HTTP/1.1\r\nhost: a\r\nexpect: 200-maybe\r\n\r\n`,
    statuses: [417],
  },
  'a tunnel': { bytes: 'CONNECT 127.0.0.1:80 HTTP/1.1\r\nhost: a\r\n\r\n', statuses: [] },
  'a trace': { bytes: `TRACE ${DOOR} HTTP/1.1\r\nhost: a\r\ncookie: c\r\n\r\n`, statuses: [405] },
  'another protocol': {
    bytes:
      'GET /nowhere HTTP/1.1\r\nhost: a\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n\r\n',
    statuses: [404],
  },
  'another method in a header': {
    bytes: `POST ${DOOR}?business_uid=b1&page=-1 HTTP/1.1\r\nhost: a\r\nx-http-method-override: GET\r\ncontent-length: 0\r\n\r\n`,
    statuses: [405],
  },
};

test('S29: what is odd is answered for what it is, once and without an effect', async (t) => {
  const { port, untouched } = await setUp(t);
  await Promise.all(
    Object.entries(ODD).map(async ([what, { bytes, statuses }]) => {
      const text = await exchange(port, bytes);
      const [status, ...more] = statusesIn(text);
      assert.deepEqual(more, [], what);
      if (statuses.length === 0) assert.equal(status, undefined, what);
      else assert.ok(statuses.includes(status ?? 0), `${what}: ${text.slice(0, 500)}`);
      assert.ok(!text.includes(CLIENT), what);
    }),
  );
  await untouched();
  assert.equal((await askRaw(port, '/healthz')).status, 200);
});

test('S29: a zero byte is in no id, and names that nobody knows are kept as one plain line', () => {
  const good = { business_uid: 'b1', staff_uid: 'st1', page: '1', per_page: '10' };
  for (const name of Object.keys(good))
    assert.throws(() => parsePoll({ ...good, [name]: `1\u0000` }), { code: 'poll_invalid' }, name);
  const { unknownParams } = parsePoll({
    ...good,
    'a\u0000b\r\nc\u202e': '1',
    ['x'.repeat(9_999)]: '',
  });
  assert.deepEqual(unknownParams, ['a b c', `${'x'.repeat(100)}…`]);
});

test('S27: a page is whole and 200 whatever the host says that it has of it', async (t) => {
  const { port } = await setUp(t);
  const plain = await exchange(port, `GET ${DOOR}?${QUERY} HTTP/1.1\r\nhost: a\r\n\r\n`);
  const length = Number(/content-length: (\d+)/i.exec(plain)?.[1]);
  assert.ok(length > 100);
  const conditions = [
    'if-none-match: *',
    'if-none-match: "x", W/"y"',
    'if-match: "x"',
    'if-modified-since: Fri, 01 Jan 2100 00:00:00 GMT',
    'if-unmodified-since: Thu, 01 Jan 1970 00:00:00 GMT',
    'range: bytes=0-10',
    'if-range: "x"\r\nrange: bytes=5-',
    'accept: text/html',
    'accept-encoding: gzip, br',
    'cache-control: max-age=9999',
  ];
  await inFlight(conditions.length, conditions, async (condition) => {
    const asked = `GET ${DOOR}?${QUERY} HTTP/1.1\r\nhost: a\r\n${condition}\r\n\r\n`;
    const text = await exchange(port, asked);
    assert.deepEqual(statusesIn(text), [200], condition);
    assert.match(text, new RegExp(`content-length: ${length}\r\n`, 'i'), condition);
    assert.match(text, /cache-control: no-store\r\n/i, condition);
    assert.doesNotMatch(text, /etag:|last-modified:|content-encoding:/i, condition);
  });
});

test('R31: requests that are sent together are begun one after the other, and those of a broken connection not at all', async (t) => {
  const { store } = makeStore(t);
  await openSession(store, 20_000, 'b1', { bytesPerClient: 500 });
  let read = 0;
  const readPage = store.readPage.bind(store);
  store.readPage = (...page) => {
    read++;
    return readPage(...page);
  };
  const { port } = await startWeb(t, store);
  const one = (page: number, size: number) =>
    `GET /app/clients/export?business_uid=b1&page=${page}&per_page=${size} HTTP/1.1\r\nhost: a\r\n\r\n`;
  const greedy = connect(port, '127.0.0.1');
  greedy.pause().on('error', () => undefined);
  greedy.write(one(1, 20_000).repeat(100));
  await until('the first is being sent', () => read > 0);
  const last = (request: string) => `${request.slice(0, -2)}connection: close\r\n\r\n`;
  const patient = await exchange(port, last(one(1, 20_000)), 10_000);
  assert.deepEqual(statusesIn(patient.slice(0, 100)), [200]);
  assert.equal(read, 1);
  greedy.destroy();
  const four = [1, 2, 3].map((page) => one(page, 100)).join('') + last(one(1, 100));
  const inTurn = await exchange(port, four, 10_000);
  assert.deepEqual(statusesIn(inTurn), [200, 200, 200, 200]);
  assert.deepEqual(
    [...inTurn.matchAll(/"clients":\[\{"external_id":"(\d+)"/g)].map(([, id]) => Number(id)),
    [1, 101, 201, 1],
  );
  assert.equal(read, 5);
});

test('R31: whoever sends requests while the first is not answered yet is cut off before they fill the memory', async (t) => {
  const { store } = makeStore(t);
  await openSession(store, 10);
  let read = 0;
  store.readPage = () => {
    read++;
    return new Promise(() => undefined);
  };
  const { port } = await startWeb(t, store);
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  const closed = once(socket, 'close');
  const page =
    'GET /app/clients/export?business_uid=b1&page=1&per_page=5 HTTP/1.1\r\nhost: a\r\n\r\n';
  socket.write(page.repeat(102));
  await closed;
  assert.equal(read, 1);
});

test('R33: a request that broke after it was answered does not hold up the end of the app', async (t) => {
  const program = await startServe(t, makeTempDir(t));
  const socket = connect(Number(new URL(program.url).port), '127.0.0.1');
  const closed = once(socket, 'close');
  socket.on('error', () => undefined).write(post('transfer-encoding: chunked', ''));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  assert.deepEqual(statusesIn(answer.toString()), [404]);
  socket.write('-1\r\n');
  await closed;
  const startedMs = performance.now();
  program.kill('SIGTERM');
  assert.equal((await program.exited).code, 0);
  assert.ok(performance.now() - startedMs < 10_000);
});

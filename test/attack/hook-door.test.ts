import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inFlight } from '../helpers/poll.js';
import { makeStore } from '../helpers/store.js';
import { startWeb } from '../helpers/web.js';
import { exchange, statusesIn } from './raw-exchange.js';

const SECRET = 'ThisSegmentIsSecret0123456789';

const BODY = '{"entity_name":"bulk_import","event_type":"other"}';

const postTo = (secret: string, body = BODY) =>
  `POST /host/${secret}/webhooks/intandem HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

const WRONG = [
  ...[0, 1, 28, 30, 31, 32, 33, 10_000].map((length) => 'a'.repeat(length)),
  ...['\u00e9', '%C3%A9', '%F0%9F%98%80', '%00', '%', '%zz', '..', '%2e%2e', '%2F'],
  ...[SECRET.toUpperCase(), SECRET.slice(1), `${SECRET}x`, `${SECRET}%00`, `${SECRET},${SECRET}`],
];

test('S2: at the door of the webhooks as well, secrets of odd lengths and any characters are refused alike', async (t) => {
  const { store } = makeStore(t);
  const { port } = await startWeb(t, store, { secrets: [SECRET], isOpen: false });
  const opened = await exchange(port, postTo(SECRET));
  assert.deepEqual(statusesIn(opened), [204]);
  await inFlight(WRONG.length, WRONG, async (secret) => {
    const [status] = statusesIn(await exchange(port, postTo(secret)));
    // Node's own parser may refuse raw bytes before the app sees them.
    assert.ok(status === 404 || (status === 400 && /[^ -~]/.test(secret)), `${secret}: ${status}`);
  });
});

test('S30: lists in each other by the hundred thousand are no report, and the app lives on', async (t) => {
  const { store } = makeStore(t);
  const { port } = await startWeb(t, store, { secrets: [SECRET], isOpen: false });
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const bodies = [
    deep,
    `{"entity_name":${deep}}`,
    `{"entity_name":"bulk_import","event_type":"done","data":${deep}}`,
    `{"entity_name":"bulk_import","event_type":"done","data":{"clients_import_status":{"created":{"external_ids":${deep}}}}}`,
    '{"__proto__":{"entity_name":"bulk_import","event_type":"done"}}',
    `[${'{},'.repeat(100_000)}{}]`,
  ];
  await inFlight(bodies.length, bodies, async (body) => {
    assert.deepEqual(statusesIn(await exchange(port, postTo(SECRET, body), 2_000)), [400]);
  });
  assert.deepEqual(statusesIn(await exchange(port, postTo(SECRET))), [204]);
});

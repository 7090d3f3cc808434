import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { createWebhookChannel } from '../../src/notices/webhook-channel.js';
import { createWebhookPost } from '../../src/notify/webhook.js';
import { makeAccount, makeResults } from '../helpers/import-account.js';
import { startWebhookReceiver } from '../helpers/webhook-receiver.js';
import { makeNotice } from '../support/make-results.js';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
const MESSAGE = { id: 'n_1', body: '{"type":"import.succeeded"}' };
const quiet = new AbortController().signal;
const now = () => new Date();

async function startPost(t: TestContext, more: { timeoutMs?: number } = {}) {
  const receiver = await startWebhookReceiver(t);
  return { receiver, post: createWebhookPost({ url: receiver.url, secret: SECRET, now, ...more }) };
}

test('a message comes signed: the receiver verifies it, and another one with its signature it does not', async (t) => {
  const { receiver, post } = await startPost(t);
  assert.deepEqual(await post(MESSAGE, quiet), { kind: 'sent' });
  const [{ method, path, headers, body } = assert.fail('nothing came')] = receiver.received;
  assert.deepEqual([method, path], ['POST', '/hook?key=url-secret']);
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['webhook-id'], 'n_1');
  const signed = headers as Record<string, string>;
  assert.deepEqual(new Webhook(SECRET).verify(body, signed), { type: 'import.succeeded' });
  assert.throws(() => new Webhook(SECRET).verify(body.replace('succeeded', 'failed'), signed));
});

test('a notice is a type, a time and data: ids, outcome, numbers and a link', async (t) => {
  const { receiver, post } = await startPost(t);
  const channel = createWebhookChannel({ post, publicUrl: () => 'https://ferry.example.com' });
  const notice = makeNotice({ id: 'n_1', importId: 's_1', businessUid: 'bz-1', outcome: 'issues' });
  const account = makeAccount({ ...makeResults({ failed: 2, skipped: 3 }), rejected: 4 });
  assert.equal(await channel.canTell(account), true);
  await channel.tell(notice, account, quiet);
  assert.deepEqual(JSON.parse(receiver.received[0]?.body ?? ''), {
    type: 'import.had_issues',
    timestamp: notice.createdAt,
    data: {
      import: 's_1',
      business_uid: 'bz-1',
      outcome: 'issues',
      counts: {
        ...{ clients: 1_200, handed_over: 1_200, created: 1_195, updated: 0, skipped: 3 },
        ...{ failed: 2, unknown: 0, rejected: 4 },
      },
      link: 'https://ferry.example.com/#/session/s_1',
    },
  });
});

const ANSWERS = [
  [204, 'sent', undefined],
  [400, 'refused', false],
  [410, 'refused', true],
  [429, 'refused', false],
  [500, 'refused', false],
] as const;

for (const [status, kind, isFinal] of ANSWERS) {
  test(`${status} means ${kind}${isFinal ? ' for good' : ''}, and the address is not told`, async (t) => {
    const { receiver, post } = await startPost(t);
    receiver.answer = (res) => res.writeHead(status).end('url-secret in the answer');
    const delivery = await post(MESSAGE, quiet);
    assert.equal(delivery.kind, kind);
    assert.equal(delivery.kind === 'refused' ? delivery.isFinal : undefined, isFinal);
    assert.doesNotMatch(JSON.stringify(delivery), /url-secret|127\.0\.0\.1/);
  });
}

test('a redirect is not followed', async (t) => {
  const { receiver, post } = await startPost(t);
  const elsewhere = await startWebhookReceiver(t);
  receiver.answer = (res) => res.writeHead(307, { location: elsewhere.url }).end();
  const delivery = await post(MESSAGE, quiet);
  assert.deepEqual([delivery.kind, 'isFinal' in delivery && delivery.isFinal], ['refused', false]);
  assert.equal(elsewhere.received.length, 0);
});

test('a receiver that hangs is left after the time limit', async (t) => {
  const { receiver, post } = await startPost(t, { timeoutMs: 50 });
  receiver.answer = () => undefined;
  assert.equal((await post(MESSAGE, quiet)).kind, 'refused');
});

test('what follows a good status is not waited for', async (t) => {
  const { receiver, post } = await startPost(t);
  receiver.answer = (res) => res.writeHead(200, { 'content-length': 9 }).write('a');
  assert.equal((await post(MESSAGE, quiet)).kind, 'sent');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '../../src/metrics/metrics.js';
import { deliverNotices } from '../../src/notices/deliver-notices.js';
import { createMailChannel } from '../../src/notices/mail-channel.js';
import { noticeEndedImports, type NoticeDeps } from '../../src/notices/notice-ended-imports.js';
import { createWebhookChannel } from '../../src/notices/webhook-channel.js';
import { createMailSender } from '../../src/notify/smtp.js';
import { createWebhookPost } from '../../src/notify/webhook.js';
import { drawUpImport } from '../../src/results/draw-up-import.js';
import { startMailServer } from '../helpers/mail-server.js';
import { makeSignIn, signInThroughHost } from '../helpers/sign-in.js';
import { createDeclaredSession } from '../helpers/store.js';
import { startWebhookReceiver } from '../helpers/webhook-receiver.js';
import { makeReport } from '../support/make-results.js';
import { sealBatch } from '../support/seal-batch.js';

const CANARIES = ['Canaria', 'Vögelchen', 'canary@', '5550177', 'ext-canary', 'birds.csv'];
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
const PUBLIC_URL = 'https://ferry.example.com';
const quiet = new AbortController().signal;

const CLIENT = {
  ...{ external_id: 'ext-canary-1', first_name: 'Canaria', last_name: 'Vögelchen' },
  ...{ email: 'canary@example.org', phone: '+4420 5550177' },
};

const REJECT = {
  ...{ file: 0, record: 2, line: 3, cells: ['Canaria', 'canary@', '5550177'] },
  issues: [
    { code: 'email', line: 3, column: 'E-mail', message: 'canary@ is none', hint: 'Mend it.' },
  ],
};

test('staff read in their language how their import ended, the operator gets a copy and a webhook, and no client data is in any of it', async (t) => {
  const { store, host, clock, ...setup } = await makeSignIn(t);
  Object.assign(host.userinfo, { email: 'noa@shop.example.com', brand_theme: { locale: 'he' } });
  await signInThroughHost({ signIn: setup.signIn, host });
  const mailServer = await startMailServer(t);
  const receiver = await startWebhookReceiver(t);
  const smtpUrl = `smtp://127.0.0.1:${mailServer.port}`;
  const publicUrl = () => PUBLIC_URL;
  const deps: NoticeDeps = {
    store,
    drawUp: (id) => drawUpImport(store, id, { now: clock.now(), quietMs: 600_000 }),
    channels: [
      createMailChannel({
        sendMail: createMailSender({ smtpUrl, from: 'notices@ferry.example.com' }),
        contactOf: setup.signIn.contactOf,
        copyTo: 'ops@ferry.example.com',
        ...{ publicUrl, zone: 'Asia/Jerusalem', supportContact: 'help@ferry.example.com' },
      }),
      createWebhookChannel({
        post: createWebhookPost({ url: receiver.url, secret: SECRET, now: () => new Date() }),
        publicUrl,
      }),
    ],
    now: clock.now,
    createId: () => `n_${crypto.randomUUID()}`,
  };
  await noticeEndedImports(deps);

  clock.pass(60_000);
  const at = clock.now().toISOString();
  const batch = await sealBatch(store, {
    ...{ businessUid: 'bz-1', clients: [JSON.stringify(CLIENT)], rejects: [REJECT] },
  });
  const session = createDeclaredSession(batch, {
    ...{ staffUid: 'st-1', createdAt: at, closedAt: at, state: 'closed', pageSize: 1 },
    ...{ hostSessionId: '77', flags: ['birds.csv of Canaria'] },
  });
  await store.createSession(session);
  await store.recordPoll({
    ...{ sessionId: session.id, polledAt: at, page: 1, pageSize: 1, status: 200, firstSeq: 1 },
    ...{ lastSeq: 1, sentWhole: true, durationMs: 1, unknownParams: [], userAgent: 'Canaria' },
  });
  await store.addReport(
    makeReport({ importDone: true, receivedAt: at }, ['ext-canary-1'], 'failed'),
  );
  const metrics = createMetrics(store);

  clock.pass(600_000);
  assert.equal((await noticeEndedImports(deps)).length, 2);
  const delivered = await deliverNotices(deps, quiet);
  assert.deepEqual(
    delivered.map(({ state, problem }) => [state, problem]),
    Array(2).fill(['sent', undefined]),
  );

  const [{ mail, recipients, raw } = assert.fail('no mail')] = mailServer.caught;
  assert.equal(mailServer.caught.length, 1);
  assert.deepEqual(recipients, ['noa@shop.example.com', 'ops@ferry.example.com']);
  assert.match(mail.subject ?? '', /^הייבוא שלך נכשל: /);
  const link = `${PUBLIC_URL}/#/session/${session.id}`;
  for (const part of [mail.text ?? '', mail.html ?? '']) {
    assert.ok(part.includes(link));
    assert.ok(part.includes('help@ferry.example.com'));
  }
  assert.match(mail.html ?? '', /<html lang="he" dir="rtl">/);

  const { body } = await metrics.write();
  const [webhook = assert.fail('no webhook')] = receiver.received;
  const notices = JSON.stringify(await store.listNotices(session.importId));
  const told = [raw, JSON.stringify(mail), JSON.stringify(webhook), notices, body].join('\n');
  for (const canary of CANARIES) assert.ok(!told.includes(canary), canary);
  for (const address of ['noa@', 'ops@'])
    assert.ok(![notices, body, webhook.body].join().includes(address), address);
});

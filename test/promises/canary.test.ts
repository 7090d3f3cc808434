import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createWebhookHost } from '../../src/host/webhook-host.js';
import { REPORT_EVENT } from '../../src/results/parse-report.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { startMailServer } from '../helpers/mail-server.js';
import { span, until } from '../helpers/poll.js';
import { findFreePort, startProgram } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { startWebhookReceiver } from '../helpers/webhook-receiver.js';
import { SHOP } from '../sandbox/rehearsal.js';
import { filesNaming } from '../support/files-naming.js';

/** Parts of everything that a client of the list has, and the name of the file. */
const CANARIES = ['Canaria', 'Vogelchen', 'canary', '2079460', 'ext-cn', 'Kanarienweg', 'birdlist'];
const SECRET = 'ThisSegmentIsSecret0123456789';
const CLIENT_SECRET = 'ThisIsTheSecretOfTheApp';

const list = [
  'First name,Last name,Email,Phone,Address,External ID',
  ...span(1, 60).map(
    (n) =>
      `Canaria${n},Vogelchen${n},canary${n}@birds.example,+442079460${String(n).padStart(3, '0')},Kanarienweg ${n},ext-cn-${n}`,
  ),
  ',Vogelchen,no-mail-canary,,Kanarienweg,ext-cn-bad',
].join('\n');

function assertSilent(what: string, text: string, words: readonly string[]): void {
  for (const word of words)
    assert.ok(
      !text.toLowerCase().includes(word.toLowerCase()),
      `${what} tells ${word}: ${text.slice(0, 2_000)}`,
    );
}

test('S23: nothing of a client is in log, metrics, audit, e-mail or webhook of a whole import with troubles, and nothing at all is left after it is removed', async (t) => {
  const folder = makeTempDir(t);
  const dataDir = join(folder, 'data');
  const [port, metricsPort] = [await findFreePort(), await findFreePort()];
  const publicUrl = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({
    ...{ port: 0, apiUri: `${publicUrl}/host/${SECRET}`, appCode: 'clientferry' },
    ...{ accounts: [SHOP], perPage: 25, requestsPerSecond: 0, log: () => undefined, seed: 3 },
    ...{
      clientId: 'app',
      clientSecret: CLIENT_SECRET,
      redirectUri: `${publicUrl}/sign-in/callback`,
    },
    ...{ faults: ['fail-clients', 'repeat-webhook'], failShare: 0.1 },
  });
  t.after(() => sandbox.close());
  const mails = await startMailServer(t);
  const notices = await startWebhookReceiver(t);
  const env = {
    ...{ PORT: String(port), PUBLIC_URL: publicUrl, EXPORT_SECRET: SECRET, LOG_LEVEL: 'debug' },
    ...{ INTANDEM_API_URL: sandbox.url, INTANDEM_STAFF_TOKEN: SHOP.token, DATA_DIR: dataDir },
    ...{ INTANDEM_CLIENT_ID: 'app', INTANDEM_CLIENT_SECRET: CLIENT_SECRET },
    ...{ SMTP_URL: `smtp://127.0.0.1:${mails.port}`, NOTICE_TO: 'operator@example.org' },
    ...{ NOTICE_WEBHOOK_URL: notices.url, METRICS_PORT: String(metricsPort), GRACE_MINUTES: '0' },
    NOTICE_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  };
  const app = startProgram(t, folder, ['serve'], env);
  await until('the app listens', () => app.output().includes('\n'));
  const clientferry = async (...args: string[]) => {
    const program = startProgram(t, folder, args, { ...env, LOG_LEVEL: 'error' });
    const { code } = await program.exited;
    assert.equal(code, 0, `${args.join(' ')}\n${program.errors()}`);
    return program.output();
  };
  const report = (path: string, body: string) =>
    fetch(publicUrl + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });

  const file = join(folder, 'birdlist.csv');
  writeFileSync(file, list);
  const staged = await clientferry('stage', file, '--business', SHOP.businessUid, '--json');
  const batch = /b_\w+/.exec(staged)?.[0] ?? '';
  const host = createWebhookHost({
    ...{ apiUrl: sandbox.url, timeoutMs: 5_000, requestsPerSecond: 100 },
    ...{ clientId: 'app', clientSecret: CLIENT_SECRET },
  });
  await until('the CRM is asked to report', async () => (await host.list(REPORT_EVENT)).length > 0);
  const declared = await clientferry(
    ...['declare', '--business', SHOP.businessUid, '--batch', batch, '--json'],
  );
  const session = /s_\w+/.exec(declared)?.[0] ?? '';
  await until('both are told', () => mails.caught.length > 0 && notices.received.length > 0);
  await clientferry('reconcile', session);

  const hook = `/host/${SECRET}/webhooks/intandem`;
  const stray = (id: string) =>
    JSON.stringify({
      ...{ entity_name: 'bulk_import', event_type: 'done' },
      data: {
        ...{ session_id: 'nobody-knows', page: 1, import_done: true },
        clients_import_status: { created: { count: 1, external_ids: [id] } },
      },
    });
  assert.equal((await report(hook, stray('ext-cn-7'))).status, 204);
  assert.equal((await report('/host/wrong/webhooks/intandem', stray('ext-cn-8'))).status, 404);
  assert.equal((await report(hook, '{"entity_name":"canary')).status, 400);
  await clientferry('erase', '--email', 'canary7@birds.example', '--yes');

  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  assert.match(metrics, /clientferry_client_results_total\{result="failed"\} [1-9]/);
  const ids = [SHOP.businessUid, batch, session];
  assertSilent('the metrics', metrics, [...CANARIES, SECRET, ...ids]);
  const audit = await clientferry('audit', 'list', '--business', SHOP.businessUid, '--json');
  assert.match(audit, /person_erased/);
  assertSilent('the audit', audit, CANARIES);
  assertSilent('an e-mail', mails.caught.map(({ raw }) => raw).join('\n'), [...CANARIES, SECRET]);
  assertSilent('a webhook', JSON.stringify(notices.received), [...CANARIES, SECRET]);
  assert.match(mails.caught[0]?.mail.text ?? '', /failed/i);

  await clientferry('purge', '--batch', batch, '--yes');
  app.kill('SIGTERM');
  assert.equal((await app.exited).code, 0);
  assert.match(app.errors(), /"message":"request"|"message":"listening"/);
  assertSilent('the log', app.errors(), [
    ...[...CANARIES, SECRET, SHOP.token, CLIENT_SECRET, 'url-secret', 'operator@example.org'],
  ]);
  for (const word of CANARIES) assert.deepEqual(filesNaming(dataDir, word), [], word);
});

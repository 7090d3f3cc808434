import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examineMachine } from '../../src/cli/examine-machine.js';
import { loadConfig } from '../../src/config.js';
import { startMailServer } from '../helpers/mail-server.js';
import { makeStore } from '../helpers/store.js';
import { makeReport } from '../support/make-results.js';

/** The states by name. */
async function examine(env: Record<string, string>): Promise<Record<string, string>> {
  const findings = await examineMachine(loadConfig(env));
  return Object.fromEntries(findings.map(({ name, state }) => [name, state]));
}

test('settings that cannot work together are found', async (t) => {
  const { dataDir } = makeStore(t);
  const hook = 'https://hooks.example.org/in';
  assert.equal((await examine({ DATA_DIR: dataDir }))['settings'], 'ok');
  const broken = await examine({ DATA_DIR: dataDir, NOTICE_WEBHOOK_URL: hook });
  assert.equal(broken['settings'], 'fail');
});

test('the mail server is asked when there is one', async (t) => {
  const { dataDir } = makeStore(t);
  const mails = await startMailServer(t);
  const env = { DATA_DIR: dataDir, SMTP_URL: `smtp://127.0.0.1:${mails.port}` };
  assert.equal((await examine({ DATA_DIR: dataDir }))['mail'], undefined);
  assert.equal((await examine(env))['mail'], 'ok');
  await mails.stop();
  assert.equal((await examine(env))['mail'], 'fail');
});

test('reports that fit no import are told', async (t) => {
  const { store, dataDir } = makeStore(t);
  assert.equal((await examine({ DATA_DIR: dataDir }))['reports'], undefined);
  await store.addReport(makeReport());
  assert.equal((await examine({ DATA_DIR: dataDir }))['reports'], 'warn');
});

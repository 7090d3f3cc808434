import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import axios from 'axios';
import { REHEARSAL_ACCOUNTS } from '../../src/cli/rehearsal-accounts.js';
import { appForSandbox, findFreePort, startRehearsalApp } from '../../src/cli/rehearsal-app.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { makeTempDir } from '../helpers/temp-dir.js';

/** A sandbox and the app beside it, as `sandbox --with-app` starts them. */
async function startBoth(t: TestContext, env: Record<string, string>) {
  const port = await findFreePort();
  const wiring = appForSandbox(port);
  const sandbox = await startSandbox({
    ...wiring,
    port: 0,
    appCode: 'clientferry',
    accounts: REHEARSAL_ACCOUNTS,
    log: () => undefined,
  });
  t.after(() => sandbox.close());
  const options = { port, appCode: 'clientferry', sandbox, env: { LOG_LEVEL: 'error', ...env } };
  return { app: await startRehearsalApp(options), sandbox, wiring };
}

/** A poll for a business without a session: whatever it answers, the app is there. */
const poll = (appUrl: string) =>
  axios.get(`${appUrl}/app/clients/export?business_uid=b&staff_uid=s&page=1&per_page=10`, {
    proxy: false,
    validateStatus: () => true,
  });

test('the app of a rehearsal answers, in a data folder that goes with it', async (t) => {
  const { app, wiring } = await startBoth(t, {});
  assert.equal((await poll(wiring.appUrl)).status, 404);
  assert.ok(existsSync(join(app.dataDir, 'control.db')));
  await app.close();
  assert.ok(!existsSync(app.dataDir));
});

test('the app of a rehearsal keeps a configured data folder, and leaves database and secret alone', async (t) => {
  const dataDir = makeTempDir(t);
  const { app, wiring } = await startBoth(t, {
    DATA_DIR: dataDir,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing',
    EXPORT_SECRET: 'a-secret-of-the-real-thing',
  });
  assert.equal((await poll(wiring.appUrl)).status, 404);
  await app.close();
  assert.equal(app.dataDir, dataDir);
  assert.ok(existsSync(join(dataDir, 'control.db')));
});

test('app and CRM of a rehearsal have origins of their own and know each other', async (t) => {
  const { app, sandbox, wiring } = await startBoth(t, {});
  assert.notEqual(new URL(sandbox.url).origin, new URL(wiring.appUrl).origin);
  const sent = await axios.get<string>(`${wiring.appUrl}/sign-in`, {
    proxy: false,
    maxRedirects: 0,
    validateStatus: () => true,
  });
  const authorize = new URL(String(sent.headers.location));
  assert.equal(authorize.origin, sandbox.url);
  const consent = await axios.get(authorize.href, { proxy: false, validateStatus: () => true });
  assert.equal(consent.status, 200);
  await app.close();
});

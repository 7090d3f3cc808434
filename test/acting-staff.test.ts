import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createActingFor } from '../src/acting-staff.js';
import { loadConfig } from '../src/config.js';

const NOBODY = {
  hostTokenOf: () => Promise.resolve(undefined),
  forgetHostToken: () => Promise.resolve(),
};

/** A host that says whose the configured token is. */
async function startHost(t: TestContext): Promise<string> {
  const server = createServer((req, res) => {
    const isKnown = req.headers.authorization === 'Bearer configured';
    res.statusCode = isKnown ? 200 : 401;
    res.end(JSON.stringify(isKnown ? { sub: 'st1', business_uid: 'b1' } : {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const configOf = (url: string, token?: string) =>
  loadConfig({ INTANDEM_API_URL: url, INTANDEM_STAFF_TOKEN: token });

test('a staff member who signed in is spoken for with their own token', async (t) => {
  const config = configOf(await startHost(t), 'configured');
  const forgotten: string[] = [];
  const actingFor = createActingFor(config, {
    hostTokenOf: ({ staffUid }) => Promise.resolve(`own-${staffUid}`),
    forgetHostToken: ({ staffUid }) => Promise.resolve(void forgotten.push(staffUid)),
  });
  const staff = await actingFor({ businessUid: 'b1', staffUid: 'st7' });
  assert.equal(staff?.token, 'own-st7');
  await staff.onTokenRefused();
  assert.deepEqual(forgotten, ['st7']);
});

test('the configured token stands in for whoever said nothing of themselves', async (t) => {
  const actingFor = createActingFor(configOf(await startHost(t), 'configured'), NOBODY);
  assert.equal((await actingFor({ businessUid: 'b1', staffUid: undefined }))?.token, 'configured');
});

test('the configured token stands in for a named one of the same business, and of no other', async (t) => {
  const actingFor = createActingFor(configOf(await startHost(t), 'configured'), NOBODY);
  assert.equal((await actingFor({ businessUid: 'b1', staffUid: 'st1' }))?.token, 'configured');
  assert.equal(await actingFor({ businessUid: 'b2', staffUid: 'st9' }), undefined);
});

test('without any token, or while the host does not say whose it is, nobody is spoken for', async (t) => {
  const without = createActingFor(configOf(await startHost(t)), NOBODY);
  assert.equal(await without({ businessUid: 'b1', staffUid: undefined }), undefined);
  const stranger = createActingFor(configOf(await startHost(t), 'unknown'), NOBODY);
  assert.equal(await stranger({ businessUid: 'b1', staffUid: 'st1' }), undefined);
});

test('the configured token of another business stands in for nobody', async (t) => {
  const actingFor = createActingFor(configOf(await startHost(t), 'configured'), NOBODY);
  assert.equal(await actingFor({ businessUid: 'b2', staffUid: undefined }), undefined);
});

test('a host that does not say whose the configured token is does not keep the command line from its work', async (t) => {
  const actingFor = createActingFor(configOf(await startHost(t), 'unknown'), NOBODY);
  assert.equal((await actingFor({ businessUid: 'b1', staffUid: undefined }))?.token, 'unknown');
});

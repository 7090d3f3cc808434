import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeSignIn, signInThroughHost } from '../helpers/sign-in.js';

const STAFF = { businessUid: 'bz-1', staffUid: 'st-1' };
const UNKNOWN = { email: undefined, language: undefined };

test('where to write to a staff member is what the host told at sign-in, and can be read in no file', async (t) => {
  const setup = await makeSignIn(t);
  assert.deepEqual(await setup.signIn.contactOf(STAFF), UNKNOWN);
  setup.host.userinfo['email'] = "noa.o'hara@shop.example.com";
  setup.host.userinfo['brand_theme'] = { locale: 'he', logo: null, colors: {} };
  await signInThroughHost(setup);
  const contact = { email: "noa.o'hara@shop.example.com", language: 'he' };
  assert.deepEqual(await setup.again().contactOf(STAFF), contact);
  assert.deepEqual(await setup.signIn.contactOf({ ...STAFF, businessUid: 'bz-2' }), UNKNOWN);
  const files = readdirSync(setup.dataDir, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile()))
    assert.ok(!readFileSync(join(file.parentPath, file.name)).includes("noa.o'hara"), file.name);
});

const UNUSABLE = [
  { email: 'a@shop.example.com, evil@example.com', brand_theme: null },
  { email: 'a@shop.example.com\r\nBcc: evil@example.com', brand_theme: 'he' },
  { email: null, brand_theme: { locale: 7 } },
  { email: 42, brand_theme: { locale: 'x'.repeat(1_000) } },
];

for (const told of UNUSABLE) {
  test(`an address or language such as ${JSON.stringify(told).slice(0, 80)} is not known, and keeps nobody out`, async (t) => {
    const setup = await makeSignIn(t);
    Object.assign(setup.host.userinfo, told);
    const { identity } = await signInThroughHost(setup);
    assert.equal(identity.staffUid, 'st-1');
    assert.deepEqual(await setup.signIn.contactOf(STAFF), UNKNOWN);
  });
}

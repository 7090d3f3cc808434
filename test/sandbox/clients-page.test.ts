import assert from 'node:assert/strict';
import { test } from 'node:test';
import axios from 'axios';
import { createPeople } from './fake-app.js';
import { startRehearsal } from './rehearsal.js';

test('the page escapes what clients bring and carries no script', async (t) => {
  const people = [{ first_name: '<script>alert(1)</script>', last_name: `"O'Neil" & sons` }];
  const { sandbox, declare, ended } = await startRehearsal(t, { people });
  await declare().then(ended);
  const { data, headers } = await axios.get<string>(sandbox.url, { proxy: false });
  assert.ok(!data.includes('<script'));
  assert.ok(data.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
  assert.ok(data.includes('&quot;O&#39;Neil&quot; &amp; sons'));
  assert.match(String(headers['content-security-policy']), /default-src 'none'/);
});

test('the page shows every business, the first 100 clients and how many there are', async (t) => {
  const { sandbox, declare, ended } = await startRehearsal(t, {
    people: createPeople(103),
    perPage: 50,
  });
  await declare().then(ended);
  const { data } = await axios.get<string>(sandbox.url, { proxy: false });
  assert.ok(data.includes('Business bz-shop') && data.includes('Business bz-gym'));
  assert.ok(data.includes('103 clients, the first 100 of them here.'));
  assert.ok(data.includes('person100@example.org'));
  assert.ok(!data.includes('person101@example.org'));
  assert.ok(data.includes('<td>complete</td><td>103</td>'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArrival } from '../../src/page/sign-in-arrival.js';
import { codeIn } from '../../src/page/sign-in-window.js';

const at = (rest: string, isFramed = false) =>
  readArrival({ href: `https://app.example.com/start${rest}` }, { isFramed });

test('a jws is taken out of the address of a frame, and the place stays', () => {
  const arrival = at('?jws=a.b.c&language=he#/draft/d1/columns', true);
  assert.deepEqual(arrival.proof, { jws: 'a.b.c' });
  assert.equal(arrival.address, '/start?language=he#/draft/d1/columns');
});

test('at top level a jws signs nobody in, and leaves the address all the same', () => {
  const arrival = at('?jws=a.b.c&language=he#/draft/d1/columns');
  assert.equal(arrival.proof, undefined);
  assert.equal(arrival.address, '/start?language=he#/draft/d1/columns');
});

test('a one-time code is taken out of the fragment, as one that came in the address', () => {
  const arrival = at('?language=de#code=once');
  assert.deepEqual(arrival.proof, { address_code: 'once' });
  assert.equal(arrival.address, '/start?language=de');
});

test('without a proof there is none', () => {
  assert.equal(at('#/history').proof, undefined);
  assert.equal(at('?jws=').proof, undefined);
});

test('a brand host is shown as a host name, with its port, and nothing else is', () => {
  assert.equal(at('?brand_host=https://App.Example.org/').brandHost, 'app.example.org');
  assert.equal(at('?brand_host=crm.example.org:8443').brandHost, 'crm.example.org:8443');
  for (const host of ['<b>x</b>', 'x:y', 'a b', 'user@evil.example', 'x/y', ''])
    assert.equal(at(`?brand_host=${encodeURIComponent(host)}`).brandHost, undefined);
});

test('only the message of the sign-in window holds a code', () => {
  assert.equal(codeIn({ type: 'clientferry:code', code: 'c' }), 'c');
  for (const other of [null, 'c', { code: 'c' }, { type: 'clientferry:code', code: 1 }])
    assert.equal(codeIn(other), undefined);
});

import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { ask, inFlight, pullAll, span } from '../helpers/poll.js';
import { goodClaims } from '../helpers/sign-in.js';
import { ask as askStaff, startStaffWeb } from '../helpers/staff-web.js';
import { makeStore, openSession } from '../helpers/store.js';
import { startWeb } from '../helpers/web.js';
import { drawSeed, seededRandom } from '../support/seeded-random.js';
import { times } from '../support/long-form.js';

const SECRET = 'ThisSegmentIsSecret0123456789';
const BUSINESSES = 64;
const GUESSES = times(2_000, 50_000);

test(`S26: while secrets are guessed, ${BUSINESSES} businesses pull without a refusal, and no guess is answered otherwise than another`, async (t) => {
  const { store } = makeStore(t);
  const businesses = span(1, BUSINESSES).map((n) => `b${n}`);
  for (const business of businesses) await openSession(store, 120, business);
  const web = await startWeb(t, store, { secrets: [SECRET], isOpen: false });
  const seed = drawSeed();
  t.diagnostic(`SEED=${seed}`);
  const random = seededRandom(seed);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
  const guess = () =>
    random() < 0.5
      ? SECRET.slice(0, Math.floor(random() * SECRET.length))
      : span(1, SECRET.length)
          .map(() => letters.charAt(Math.floor(random() * letters.length)))
          .join('');
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  t.after(() => {
    agent.destroy();
  });
  const answers = new Map<string, number>();
  const guessing = inFlight(32, span(1, GUESSES), async (n) => {
    const path = n % 4 === 0 ? 'webhooks/intandem' : 'app/clients/export';
    const url = `${web.origin}/host/${guess() || 'x'}/${path}?business_uid=b1&page=1&per_page=50`;
    const { status, body } = await ask(url, { agent, method: n % 4 === 0 ? 'POST' : 'GET' });
    const key = `${status} ${body}`;
    answers.set(key, (answers.get(key) ?? 0) + 1);
  });
  const pulled = await Promise.all(
    businesses.map((business_uid) =>
      pullAll(`${web.origin}/host/${SECRET}/app/clients/export`, 50, { business_uid }),
    ),
  );
  await guessing;
  for (const clients of pulled) assert.deepEqual(clients, span(1, 120));
  assert.deepEqual(
    [...answers],
    [['404 {"error":{"code":"not_found","message":"Not found."}}', GUESSES]],
  );
});

const LIMIT = 10;
/** So many addresses may fail as often as one may before it is a crowd. */
const ADDRESSES = 20;

test('S26: while many addresses fail to sign in, each may fail a little only, and who signs in well is let in', async (t) => {
  const web = await startStaffWeb(t, {
    limits: { failures: LIMIT, begins: LIMIT },
    trustedProxies: ['127.0.0.0/8'],
  });
  const send = async (address: string, body: unknown) =>
    (
      await askStaff(web.port, '/api/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify(body),
      })
    ).status;
  const fail = (address: string) => send(address, { code: 'x' });
  for (const n of span(1, ADDRESSES))
    for (let time = 0; time < LIMIT; time++) assert.equal(await fail(`203.0.113.${n}`), 403);
  const other: number[] = [];
  for (let time = 0; time < 4; time++) other.push(await fail('198.51.100.1'));
  assert.deepEqual(other, [403, 403, 403, 429]);
  assert.equal(await fail('203.0.113.1'), 429);
  const jws = await web.host.sign(goodClaims(web.clock));
  assert.equal(await send('198.51.100.2', { jws }), 200);
});

test('S26: while many addresses begin to sign in, each may begin a little only', async (t) => {
  const web = await startStaffWeb(t, {
    limits: { failures: LIMIT, begins: LIMIT },
    trustedProxies: ['127.0.0.0/8'],
  });
  const begin = async (address: string) =>
    (await askStaff(web.port, '/sign-in', { headers: { 'x-forwarded-for': address } })).status;
  for (const n of span(1, ADDRESSES))
    for (let time = 0; time < LIMIT; time++) assert.equal(await begin(`203.0.113.${n}`), 302);
  const other: number[] = [];
  for (let time = 0; time < 4; time++) other.push(await begin('198.51.100.1'));
  assert.deepEqual(other, [302, 302, 302, 429]);
});

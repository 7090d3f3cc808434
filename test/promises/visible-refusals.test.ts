import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createLogger } from '../../src/logger.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { LANGUAGES } from '../../src/page/languages.js';
import { FLAG_CODES, readFlag, writeFlag, type FlagCode } from '../../src/sessions/flags.js';
import type { Session } from '../../src/sessions/session.js';
import type { SessionWire } from '../../src/web/api/wire.js';
import { createWeb } from '../../src/web/web.js';
import { listen } from '../../src/web/listen.js';
import { startApi, type ApiSetup } from '../helpers/api.js';
import { textsOf } from '../helpers/page-texts.js';
import { ask, poll, until, type Answer } from '../helpers/poll.js';
import { makeStore, openSession, readSession } from '../helpers/store.js';
import { runCli } from '../support/run.js';

interface House extends ApiSetup {
  session: Session;
  url: string;
}

const LONG_AGO = '2026-01-01T00:00:00.000Z';
const PAGE = { staff_uid: 'st1', page: 1, per_page: 10 };

/** A session of st1 over 30 clients, and the app around it. */
async function startHouse(t: TestContext, changes: Partial<Session> = {}): Promise<House> {
  const api = await startApi(t);
  const { session } = await openSession(api.store, 30, 'b1', {
    session: { staffUid: 'st1', ...changes },
  });
  return { ...api, session, url: `${api.origin}/app/clients/export` };
}

interface Case {
  status: number;
  flag: FlagCode;
  session?: Partial<Session>;
  provoke: (house: House) => Promise<Answer>;
}

const CASES: Record<string, Case> = {
  'a page number that is none': {
    ...{ status: 400, flag: 'poll_unclear' },
    provoke: ({ url }) => poll(url, { ...PAGE, page: 0 }),
  },
  'a page in the name of somebody else': {
    ...{ status: 404, flag: 'other_staff' },
    provoke: ({ url }) => poll(url, { ...PAGE, staff_uid: 'st2' }),
  },
  'a page after the grace time': {
    ...{ status: 404, flag: 'after_end', session: { state: 'closed', closedAt: LONG_AGO } },
    provoke: ({ url }) => poll(url, PAGE),
  },
  'a page of an import that a person stopped': {
    ...{ status: 404, flag: 'after_end', session: { state: 'cancelled', closedAt: LONG_AGO } },
    provoke: ({ url }) => poll(url, PAGE),
  },
  'a request that is no GET': {
    ...{ status: 405, flag: 'poll_not_get' },
    provoke: ({ url }) => ask(`${url}?business_uid=b1&page=1&per_page=10`, { method: 'POST' }),
  },
  'another page size in between': {
    ...{ status: 409, flag: 'page_size_changed' },
    provoke: async ({ url }) => {
      assert.equal((await poll(url, PAGE)).status, 200);
      return poll(url, { ...PAGE, page: 2, per_page: 20 });
    },
  },
  'a page that cannot be read': {
    ...{ status: 503, flag: 'page_unreadable' },
    provoke: async ({ store, url }) => {
      store.readPage = () => Promise.reject(new Error('the disk is gone'));
      return poll(url, PAGE);
    },
  },
};

for (const [what, { status, flag, session: changes, provoke }] of Object.entries(CASES))
  test(`R44: ${what} is refused (${status}), and staff see why in their language`, async (t) => {
    const house = await startHouse(t, changes);
    assert.equal((await provoke(house)).status, status);
    await until('it is noted', async () => {
      return (await readSession(house.store, house.session.id)).flags.length > 0;
    });
    const staff = await house.as();
    const { account } = await staff.get<SessionWire>(`/sessions/${house.session.id}`);
    assert.deepEqual(
      account.flags.map((one) => readFlag(one)?.code),
      [flag],
    );
    const texts = new Set<string>();
    for (const language of LANGUAGES.filter((one) => one !== 'en-GB')) {
      const say = await textsOf(language);
      texts.add(say(`codes:flag.${flag}`, readFlag(account.flags[0] ?? '')?.values));
    }
    assert.equal(texts.size, LANGUAGES.length - 1, 'each language has words of its own');
    assert.ok([...texts].every((text) => text.includes('CRM') && !text.includes('{')));
  });

test('R44: the command line shows the same, and every answer that was not plain', async (t) => {
  const house = await startHouse(t);
  const { session, store, url, dataDir } = house;
  await poll(url, { ...PAGE, page: 'x' });
  await poll(url, { ...PAGE, staff_uid: 'st2' });
  await poll(url, PAGE);
  await poll(url, { ...PAGE, page: 3, per_page: 15 });
  await until('all are noted', async () => {
    return (await readSession(store, session.id)).flags.length === 3;
  });
  const { code, out } = await runCli(dataDir, ['session', session.id]);
  assert.equal(code, 0);
  for (const flag of ['poll_unclear', 'other_staff'] as const)
    assert.ok(out.includes(`Flag         ${writeFlag(flag)}\n`), out);
  const sizes = writeFlag('page_size_changed', { asked: 15, size: 10 });
  assert.ok(out.includes(`Flag         ${sizes}\n`), out);
  assert.match(out, /^Answer {7}page 3 at \S+: 409$/m);
});

test('R44: a refusal is noted once, however often it comes, and does nothing else to its session', async (t) => {
  const { store, url, session } = await startHouse(t);
  const before = await readSession(store, session.id);
  for (let n = 0; n < 20; n++) await poll(url, { ...PAGE, staff_uid: 'st2' });
  await poll(url, { ...PAGE, page: '1e1' });
  await until('both are noted', async () => {
    return (await readSession(store, session.id)).flags.length === 2;
  });
  const flags = [writeFlag('other_staff'), writeFlag('poll_unclear')];
  assert.deepEqual(await readSession(store, session.id), { ...before, flags, version: 3 });
  assert.deepEqual(await store.listLedger(session.id), []);
});

test('R44: what belongs to no session is counted for the operator, and a wrong secret writes nothing', async (t) => {
  const { store } = makeStore(t);
  const { session } = await openSession(store, 5);
  const before = await readSession(store, session.id);
  const metrics = createMetrics(store);
  const secret = 'secret-secret-secret-secret';
  const logger = createLogger('error');
  logger.silent = true;
  const web = createWeb({
    ...{ store, logger, now: () => new Date(), graceMs: 900_000, isOpen: false },
    ...{ secrets: [secret], checkReadiness: () => store.check() },
    observeRefusal: metrics.observeRefusal,
  });
  const listening = await listen(web, '127.0.0.1', 0);
  t.after(() => listening.stop(0));
  const door = (word: string) =>
    `http://127.0.0.1:${listening.port}/host/${word}/app/clients/export`;
  assert.equal((await poll(door('wrong'), PAGE)).status, 404);
  assert.equal((await poll(door(secret), { ...PAGE, business_uid: 'nobody' })).status, 404);
  assert.equal((await poll(door(secret), { ...PAGE, business_uid: '' })).status, 400);
  assert.equal((await ask(door(secret), { method: 'PUT' })).status, 405);
  const { body } = await metrics.write();
  for (const why of ['wrong_secret', 'no_such_export', 'poll_invalid', 'method_not_allowed'])
    assert.ok(body.includes(`clientferry_polls_refused_total{why="${why}"} 1\n`), why);
  assert.deepEqual(await readSession(store, session.id), before);
});

test('R44: every flag is known again from its sentence, with its numbers', () => {
  const values = { asked: 50, size: 100, part: 2, parts: 12 };
  for (const code of FLAG_CODES) {
    const sentence = writeFlag(code, values);
    const read = readFlag(sentence);
    assert.equal(read?.code, code);
    assert.equal(writeFlag(code, read.values), sentence);
    assert.equal(readFlag(`${sentence} And more.`), undefined);
  }
});

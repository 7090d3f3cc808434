import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { outlastOutage } from '../../src/store/postgres/outlast-outage.js';
import type { LedgerEntry } from '../../src/sessions/session.js';
import { startProxyLosingAnswer } from '../helpers/losing-proxy.js';
import { until } from '../helpers/poll.js';
import {
  cutConnections,
  isOthersServer,
  openTestStore,
  runSql,
  usePostgres,
} from '../helpers/postgres.js';
import { openSession, readSession } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { makeDraft } from '../support/make-draft.js';
import { said } from './store-house.js';

const postgres = usePostgres();

const pollOf = (sessionId: string, page: number): LedgerEntry => ({
  ...{ sessionId, page, pageSize: 10, status: 200, firstSeq: 10 * page - 9, lastSeq: 10 * page },
  ...{ polledAt: `2026-03-01T10:00:0${page}.000Z`, sentWhole: true, durationMs: 0.25 },
  ...{ unknownParams: [], userAgent: undefined },
});

test(
  'polls whose pages left just before the database was restarted are in the ledger afterwards, each once',
  { skip: isOthersServer && 'the server belongs to others' },
  async (t) => {
    const store = await openTestStore(t, await postgres.createDatabase());
    const { session } = await openSession(store, 60);
    await store.recordPoll(pollOf(session.id, 1));
    const stopping = postgres.stop();
    const early = store.recordPoll(pollOf(session.id, 2));
    await stopping;
    const later = [3, 4, 5].map((page) => store.recordPoll(pollOf(session.id, page)));
    await assert.rejects(store.check());
    await postgres.start();
    await Promise.all([early, ...later]);
    const ledger = await store.listLedger(session.id);
    assert.deepEqual(ledger.map(({ page }) => page).sort(), [1, 2, 3, 4, 5]);
    const { lastPolledAt } = await readSession(store, session.id);
    assert.equal(lastPolledAt, '2026-03-01T10:00:05.000Z');
  },
);

test('a poll whose entry was written but not answered is not written again', async (t) => {
  const url = await postgres.createDatabase();
  const direct = await openTestStore(t, url);
  const { session } = await openSession(direct, 60);
  const proxy = await startProxyLosingAnswer(t, url, 'INSERT 0 1');
  const store = await openTestStore(t, proxy.url);
  await store.recordPoll(pollOf(session.id, 1));
  assert.ok(proxy.lost());
  assert.deepEqual(await direct.listLedger(session.id), [pollOf(session.id, 1)]);
  await store.recordPoll(pollOf(session.id, 1));
  assert.equal((await direct.listLedger(session.id)).length, 2, 'asked twice is entered twice');
});

test('a poll that waited does not take back the time of a later one', async (t) => {
  const store = await openTestStore(t, await postgres.createDatabase());
  const { session } = await openSession(store, 60);
  for (const page of [3, 2]) await store.recordPoll(pollOf(session.id, page));
  const { lastPolledAt } = await readSession(store, session.id);
  assert.equal(lastPolledAt, '2026-03-01T10:00:03.000Z');
});

test('only what is about the connection is tried again, and not without end', async () => {
  const failing = (error: Error) => {
    let tries = 0;
    return {
      tries: () => tries,
      work: () => {
        tries++;
        return Promise.reject(error);
      },
    };
  };
  for (const code of ['23505', '42P01', '53100', 'ENOSPC']) {
    const refused = failing(Object.assign(new Error('refused'), { code }));
    await assert.rejects(outlastOutage(refused.work), { code });
    assert.equal(refused.tries(), 1, code);
  }
  const gone = failing(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
  const startedMs = performance.now();
  await assert.rejects(outlastOutage(gone.work), { code: 'ECONNREFUSED' });
  const tookMs = performance.now() - startedMs;
  assert.ok(tookMs > 7_000 && tookMs < 12_000, `${tookMs} ms`);
  assert.ok(gone.tries() >= 6 && gone.tries() <= 12, `${gone.tries()} tries`);
});

test('a full disk is told as such when a draft or an upload is written, and what was there stays', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  const draft = makeDraft();
  await store.createDraft(draft);
  await runSql(
    url,
    `CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;
     CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON drafts FOR EACH ROW EXECUTE FUNCTION fill();
     CREATE TRIGGER fill BEFORE INSERT ON upload_chunks FOR EACH ROW EXECUTE FUNCTION fill()`,
  );
  for (const work of [
    () => store.createDraft(makeDraft()),
    () => store.replaceDraft({ ...draft, version: 2 }),
    () => store.writeUpload('u_1', Readable.from([Buffer.from('whole')])),
  ])
    await assert.rejects(work, { code: 'disk_full' });
  assert.deepEqual(await store.listDrafts('b1'), [said(draft)]);
});

/** Makes the system's folder for temporary files one of this test. */
function useTempFolder(t: TestContext): string {
  const before = process.env['TMPDIR'];
  const folder = makeTempDir(t);
  process.env['TMPDIR'] = folder;
  t.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  return folder;
}

test('an upload whose connection is cut in the middle leaves nothing, neither in the database nor on this machine', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  const temporary = useTempFolder(t);
  await runSql(
    url,
    `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN IF new.seq = 3 THEN PERFORM pg_sleep(20); END IF; RETURN new; END $$;
     CREATE TRIGGER slow BEFORE INSERT ON upload_chunks FOR EACH ROW EXECUTE FUNCTION slow()`,
  );
  const bytes = randomBytes(5_000_000);
  const refused = assert.rejects(store.writeUpload('u_1', Readable.from([bytes])));
  const sleeping = `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'
    AND datname = current_database()`;
  await until(
    'the third chunk is on its way',
    async () => (await runSql(url, sleeping)).length > 0,
  );
  assert.deepEqual(readdirSync(temporary), [], 'its file has no name');
  await cutConnections(url, 'INSERT INTO upload_chunks');
  await refused;
  assert.deepEqual(await runSql(url, 'SELECT seq FROM upload_chunks'), []);
  await runSql(url, 'DROP TRIGGER slow ON upload_chunks');
  assert.equal(await store.writeUpload('u_1', Readable.from([bytes])), bytes.length);
  assert.deepEqual(readdirSync(temporary), []);
});

test('an opened upload is a private file of this machine, which is gone after its release', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  const temporary = useTempFolder(t);
  await store.writeUpload('u_1', Readable.from([Buffer.from('whole')]));
  const [one, two] = [await store.openUpload('u_1'), await store.openUpload('u_1')];
  assert.notEqual(one.path, two.path);
  assert.equal(statSync(dirname(one.path)).mode & 0o777, 0o700);
  await store.deleteUpload('u_1');
  for (const local of [one, two]) {
    assert.ok(existsSync(local.path));
    await local.release();
    await local.release();
  }
  await assert.rejects(store.openUpload('u_1'), { code: 'file_not_found' });
  assert.deepEqual(readdirSync(temporary), []);
});

test('an upload that was deleted while it was being read is missing, not cut short', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  await store.writeUpload('u_1', Readable.from([randomBytes(3_000_000)]));
  await runSql(url, 'DELETE FROM upload_chunks WHERE seq = 3');
  await assert.rejects(store.openUpload('u_1'), { code: 'file_not_found' });
});

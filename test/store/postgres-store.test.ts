import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FerryError, type ErrorCode } from '../../src/errors.js';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.js';
import type { Store } from '../../src/store/store.js';
import { cutConnections, openTestStore, runSql, usePostgres } from '../helpers/postgres.js';
import { stageHere } from '../helpers/stage.js';
import { createDeclaredSession, makeStore, stageClients } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { makeDraft } from '../support/make-draft.js';
import { clientTexts, sealBatch, summaryOf } from '../support/seal-batch.js';
import { testStoreContract } from './store-contract.js';

const postgres = usePostgres();

testStoreContract('the PostgreSQL store', (t) => {
  const url = postgres.createDatabase();
  return { open: async () => openTestStore(t, await url) };
});

const refusal = (code: ErrorCode) => (error: unknown) =>
  error instanceof FerryError && error.code === code;

const place = (record: number) => ({ file: 0, record, line: record + 1 });

/** Tables of batches, whether or not a batch is registered for them. */
async function batchTables(url: string): Promise<string[]> {
  const rows = await runSql(
    url,
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'batch\\_%' ORDER BY 1`,
  );
  return rows.map(({ relname }) => String(relname));
}

test('a database of a newer version is refused and left as it is', async () => {
  const url = await postgres.createDatabase();
  await (await openPostgresStore({ url })).close();
  await (await openPostgresStore({ url })).close();
  await runSql(url, 'INSERT INTO schema_migrations (version) VALUES (99)');
  await assert.rejects(openPostgresStore({ url }), refusal('store_too_new'));
  await runSql(url, 'DELETE FROM schema_migrations WHERE version = 99');
  await (await openPostgresStore({ url })).close();
});

test('a database that cannot hold every letter, and what is no URL, are refused without telling the URL', async () => {
  const latin = await postgres.createDatabase(
    `ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0`,
  );
  for (const url of [latin, 'postgres://u:hidden@[x', 'mysql://u:hidden@127.0.0.1/x', '']) {
    await assert.rejects(openPostgresStore({ url }), (error: unknown) => {
      assert.ok(refusal('config_invalid')(error), url);
      assert.doesNotMatch(`${String(error)} ${JSON.stringify(error)}`, /hidden|secret/);
      return true;
    });
  }
  assert.deepEqual(await runSql(latin, `SELECT 1 FROM pg_class WHERE relname = 'batches'`), []);
});

test('a batch is damaged when a byte, a client or the table is missing', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  for (const damage of [
    `UPDATE "batch_ID" SET json = replace(json, 'Noa', 'Noe') WHERE kind = 'c' AND no = 7`,
    `DELETE FROM "batch_ID" WHERE kind = 'c' AND no = 7`,
    `UPDATE "batch_ID" SET no = 501 WHERE kind = 'c' AND no = 7`,
    'ALTER TABLE "batch_ID" DROP COLUMN json',
    'DROP TABLE "batch_ID"',
  ]) {
    const { id } = await sealBatch(store, { clients: clientTexts(500) });
    assert.equal((await store.readClients(id, 1, 500)).length, 500);
    await runSql(url, damage.replace('ID', id));
    await assert.rejects(store.readClients(id, 1, 500), refusal('batch_damaged'), damage);
  }
});

test('rejects that are not what was staged are damaged as well', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  const rejects = [{ ...place(1), cells: ['a'], issues: [] }];
  const { id } = await sealBatch(store, { rejects });
  await runSql(url, `UPDATE "batch_${id}" SET json = '{"cells":["b"],"issues":[]}'`);
  await assert.rejects(store.readRejects(id, 0, 10), refusal('batch_damaged'));
});

const ODD_TEXTS = [
  'tab\there',
  'line\nfeed',
  'carriage\r\nreturn',
  'back\\slash \\N \\. \\t',
  '\\.',
  'nul\0byte',
  'quote"and\'',
  '\u2028\u2029\ufeff\u200f',
  '\ud800 alone',
  '😀 李 שלום é',
  '',
  'x'.repeat(300_000),
  '$1 %s ${a} {{b}}',
];

test('every text comes back as it was written, whatever stands in it', async (t) => {
  const store = await openTestStore(t, await postgres.createDatabase());
  const clients = ODD_TEXTS.map((text) => JSON.stringify({ first_name: text }));
  const rejects = ODD_TEXTS.map((text, at) => ({
    ...place(at + 1),
    cells: [text, '', text],
    issues: [{ code: 'required', line: at + 2, column: text, message: text, hint: text }],
  }));
  const { id } = await sealBatch(store, { clients, rejects });
  assert.deepEqual(await store.readClients(id, 1, clients.length), clients);
  const read = await store.readRejects(id, 0, 100);
  assert.deepEqual(
    read,
    rejects.map((reject, at) => ({ id: at + 1, ...reject })),
  );
});

test('a bare NUL in a client is written as JSON writes it', async (t) => {
  const store = await openTestStore(t, await postgres.createDatabase());
  const { id } = await sealBatch(store, { clients: ['{"first_name":"a\0b"}'] });
  const [text = ''] = await store.readClients(id, 1, 1);
  assert.deepEqual(JSON.parse(text), { first_name: 'a\0b' });
});

test('names with NUL characters and backslashes are told apart everywhere', async (t) => {
  const store = await openTestStore(t, await postgres.createDatabase());
  for (const businessUid of ['b', 'b\0', 'b\\0', 'b\\\0', '\0']) {
    const batch = await sealBatch(store, { businessUid, contentKey: 'k\0', createdAt: '\0' });
    assert.equal(batch.businessUid, businessUid);
    const session = createDeclaredSession(batch, { problem: 'nul\0', staffUid: '\0' });
    await store.createSession(session);
    const poll = { ...pollOf(session.id), userAgent: 'agent\0', unknownParams: ['\0'] };
    await store.recordPoll(poll);
    await store.rememberMapping(businessUid, 'f\0', { columns: { 'a\0': 'notes' } });
    assert.deepEqual(await store.listLedger(session.id), [poll]);
    assert.equal((await store.findCurrentSession(businessUid))?.id, session.id);
    assert.equal((await store.listSessions(businessUid)).length, 1);
    assert.equal((await store.listBatches(businessUid)).length, 1);
    assert.deepEqual(await store.findMapping(businessUid, 'f\0'), { columns: { 'a\0': 'notes' } });
  }
  assert.equal(await store.findMapping('b', 'f'), undefined);
  assert.equal(await store.findSession('s\0'), undefined);
  assert.equal(await store.findBatch('b\0'), undefined);
  for (const id of ['b\0', '"; DROP TABLE batches; --', 'é', 'x'.repeat(60), '']) {
    await assert.rejects(store.readClients(id, 1, 1), refusal('batch_damaged'));
    await store.deleteBatch(id);
  }
  assert.equal((await store.listBatches()).length, 5);
});

const pollOf = (sessionId: string) => ({
  sessionId,
  polledAt: '2026-03-01T10:00:00.000Z',
  page: 1,
  pageSize: 100,
  status: 200,
  firstSeq: undefined,
  lastSeq: undefined,
  sentWhole: true,
  durationMs: 0.25,
  unknownParams: [],
  userAgent: undefined,
});

test('an origin tells lead, columns, merged records and warnings; beyond the batch there is none', async (t) => {
  const store = await openTestStore(t, await postgres.createDatabase());
  const issues = [{ code: 'phone', line: 3, column: 'Phone', message: 'm', hint: 'h' }];
  const writer = await store.createBatchWriter('b_origin');
  writer.addClient(place(1), '{"n":1}', [0, 2]);
  writer.addClient(place(2), '{"n":2}', []);
  writer.addClient(place(2), '{"n":3}', [1]);
  writer.addMerged(place(4));
  writer.addMerged(place(3));
  writer.addWarning({ ...place(2), issues });
  await writer.seal(summaryOf('b_origin'));
  await writer.abandon();
  const plain = { json: '{"n":1}', columns: [0, 2], lead: place(1), merged: [], warnings: [] };
  assert.deepEqual(await store.readOrigin('b_origin', 1), plain);
  const merged = [place(4), place(3)];
  for (const [seq, columns] of [
    [2, []],
    [3, [1]],
  ] as const) {
    const expected = { json: `{"n":${seq}}`, columns, lead: place(2), merged, warnings: issues };
    assert.deepEqual(await store.readOrigin('b_origin', seq), expected);
  }
  for (const seq of [0, 4, -1, 2 ** 40, Number.MAX_SAFE_INTEGER])
    assert.equal(await store.readOrigin('b_origin', seq), undefined);
});

test('an abandoned staging leaves no table, however far it came', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  for (const clients of [0, 1, 20_000]) {
    const writer = await store.createBatchWriter(`b_${clients}`);
    for (let n = 1; n <= clients; n++) {
      writer.addClient(place(n), '{"first_name":"Noa"}');
      if (n % 2_000 === 0) await writer.drain();
    }
    await writer.abandon();
    await writer.abandon();
  }
  assert.deepEqual(await batchTables(url), []);
});

test('of two stagings of one content the loser leaves no table, and a deleted batch neither', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  const plan = { contentKey: 'same', clients: clientTexts(3_000) };
  const standing = await Promise.all(Array.from({ length: 6 }, () => sealBatch(store, plan)));
  const [first] = standing;
  assert.ok(first);
  for (const { id } of standing) assert.equal(id, first.id);
  assert.deepEqual(await batchTables(url), [`batch_${first.id}`]);
  await store.deleteBatch(first.id);
  assert.deepEqual(await batchTables(url), []);
});

test('staging and deleting do not keep other batches from being read', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  const { id } = await sealBatch(store, { clients: clientTexts(10) });
  const writer = await store.createBatchWriter('b_slow');
  for (const text of clientTexts(20_000)) writer.addClient(place(1), text);
  await writer.drain();
  assert.equal((await store.readClients(id, 1, 10)).length, 10);
  await sealBatch(store, { clients: clientTexts(1) });
  await store.deleteBatch(id);
  await writer.seal(summaryOf('b_slow', { clients: clientTexts(20_000) }));
  await writer.abandon();
  assert.equal((await store.readClients('b_slow', 1, 20_000)).length, 20_000);
});

test('a batch is either deleted or handed over, never both', async (t) => {
  const url = await postgres.createDatabase();
  const [one, two] = [await openTestStore(t, url), await openTestStore(t, url)];
  for (let round = 0; round < 40; round++) {
    const batch = await sealBatch(one, { businessUid: `b${round}`, clients: clientTexts(1) });
    const both = [
      () => one.deleteBatch(batch.id),
      () => two.createSession(createDeclaredSession(batch)),
    ];
    if (round % 2 === 0) both.reverse();
    await Promise.allSettled(both.map((work) => work()));
    const [kept, session] = [await one.findBatch(batch.id), await one.listSessions(`b${round}`)];
    assert.equal(kept !== undefined, session.length === 1);
    if (kept) assert.equal((await two.readClients(batch.id, 1, 1)).length, 1);
  }
});

test('a deletion waits for the session that is being created, and a session for the deletion', async (t) => {
  const url = await postgres.createDatabase();
  const [one, two] = [await openTestStore(t, url), await openTestStore(t, url)];
  await runSql(
    url,
    `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM pg_sleep(0.4); RETURN coalesce(new, old); END $$;
     CREATE TRIGGER slow AFTER INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION slow();
     CREATE TRIGGER slow AFTER DELETE ON batches FOR EACH ROW EXECUTE FUNCTION slow()`,
  );
  const kept = await sealBatch(one);
  const creating = one.createSession(createDeclaredSession(kept));
  await aMoment();
  await assert.rejects(two.deleteBatch(kept.id), refusal('batch_in_use'));
  await creating;

  const gone = await sealBatch(one, { businessUid: 'b2' });
  const deleting = one.deleteBatch(gone.id);
  await aMoment();
  await assert.rejects(two.createSession(createDeclaredSession(gone)), refusal('batch_not_found'));
  await deleting;
});

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 150));

test('a full disk while staging is told as such and leaves nothing', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  await runSql(
    url,
    `CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;
     CREATE TRIGGER fill BEFORE INSERT ON batches FOR EACH ROW EXECUTE FUNCTION fill()`,
  );
  await assert.rejects(sealBatch(store, { clients: clientTexts(3) }), refusal('disk_full'));
  assert.deepEqual(await batchTables(url), []);
  await runSql(url, 'DROP TRIGGER fill ON batches');
  await sealBatch(store, { clients: clientTexts(3) });
});

test('what many do at once comes out the same where the database has another default isolation', async (t) => {
  const url = await postgres.createDatabase();
  const name = new URL(url).pathname.slice(1);
  await runSql(url, `ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`);
  const store = await openTestStore(t, url);
  const session = createDeclaredSession(await sealBatch(store));
  const draft = makeDraft();
  const note = {
    kind: 'code',
    key: 'k',
    body: 'b',
    expiresAt: '2026-03-01T10:00:00.000Z',
  } as const;
  await store.createSession(session);
  await store.createDraft(draft);
  const eight = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, work));
  for (const wins of [
    await eight(() => store.replaceSession({ ...session, version: 2 })),
    await eight(() => store.replaceDraft({ ...draft, version: 2 })),
    await eight(() => store.addNote(note)),
    await eight(() => store.takeNote('code', 'k', '').then((taken) => taken !== undefined)),
  ])
    assert.equal(wins.filter((won) => won).length, 1);
  await eight(() => store.recordPoll(pollOf(session.id)));
  assert.equal((await store.listLedger(session.id)).length, 8);
});

test('a statement that hangs is ended, and the connection is used again', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openPostgresStore({ url, statementTimeoutMs: 200, poolSize: 1 });
  t.after(() => store.close());
  const { id } = await sealBatch(store, { clients: clientTexts(1) });
  const blocking = runSql(url, `BEGIN; LOCK TABLE "batch_${id}"; SELECT pg_sleep(1); COMMIT`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await assert.rejects(store.readClients(id, 1, 1), { code: '57014' });
  await blocking;
  assert.equal((await store.readClients(id, 1, 1)).length, 1);
});

test('a database that takes no writes is not ready', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  await store.check();
  await runSql(
    url,
    `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`,
  );
  await cutConnections(url);
  await assert.rejects(store.check(), /takes no writes/);
});

test('connections that are cut while nobody uses them are replaced unseen', async (t) => {
  const url = await postgres.createDatabase();
  const store = await openTestStore(t, url);
  await Promise.all(Array.from({ length: 10 }, () => store.check()));
  await cutConnections(url);
  await Promise.all(Array.from({ length: 10 }, () => store.check()));
});

test('a URL that asks for TLS never gets a connection without it', async () => {
  const url = new URL(await postgres.createDatabase());
  url.searchParams.set('sslmode', 'require');
  await assert.rejects(openPostgresStore({ url: url.href }), /does not support SSL/);
});

test('a list staged here and in the embedded store is the same to the byte, with its rejects and origins', async (t) => {
  const stores = [await openTestStore(t, await postgres.createDatabase()), makeStore(t).store];
  const path = join(makeTempDir(t), 'clients.csv');
  writeFileSync(path, LIST);
  const [here, embedded] = await Promise.all(stores.map((store) => stageAndRead(store, path)));
  assert.deepEqual(here, embedded);
});

const LIST = [
  'First name,Last name,Email,Phone,Notes',
  'Ada,Løvelace,ada@example.com,+441632960001,"two',
  'lines\tand a tab"',
  'Noa,"李 ""Lee""",noa@example.org,+441632960002,back\\slash \\N',
  ',,broken address,,nobody',
  "Zoé,O'Hara,ada@example.com,12,=1+1",
].join('\r\n');

/** Stages a list and reads everything of it that does not differ from one staging to the next. */
async function stageAndRead(store: Store, path: string): Promise<unknown> {
  const { batch } = await stageHere(store, [path]);
  const { id, counts, contentKey } = batch;
  assert.ok(counts.clients > 0 && counts.rejected > 0);
  const seqs = Array.from({ length: counts.clients + 1 }, (_, at) => at + 1);
  return {
    counts,
    contentKey,
    texts: await store.readClients(id, 1, counts.clients),
    rejects: await store.readRejects(id, 0, 100),
    origins: await Promise.all(seqs.map((seq) => store.readOrigin(id, seq))),
  };
}

test('a longer staging through the store of 50,000 clients is whole', async (t) => {
  const store = await openTestStore(t, await postgres.createDatabase());
  const { id } = await stageClients(store, 50_000, 'b1');
  const texts = await store.readClients(id, 1, 50_000);
  assert.equal(new Set(texts).size, 50_000);
});

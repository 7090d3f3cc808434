import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { AuditEntry } from '../../src/audit/audit-store.js';
import { verifyAudit } from '../../src/audit/verify-audit.js';
import { MIGRATIONS as POSTGRES_MIGRATIONS } from '../../src/store/postgres/migrations.js';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.js';
import { MIGRATIONS } from '../../src/store/sqlite/migrations.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { openTestStore, runSql, usePostgres } from '../helpers/postgres.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { runFaulty } from '../support/fault.js';
import { times } from '../support/long-form.js';
import { makeOlderStore, type OlderStore } from '../support/older-store.js';
import { MAIN } from '../support/run.js';
import { said } from './store-house.js';

const postgres = usePostgres();
const OPEN_AND_DIE = fileURLToPath(new URL('../helpers/open-and-die.ts', import.meta.url));

/** How many migrations the versions before had run. */
const BEFORE = 4;
const BEFORE_IN_POSTGRES = 3;

/** A data folder as the version before left it. */
function writeOlderFolder(dataDir: string, { rows }: OlderStore): void {
  for (const folder of ['batches', 'uploads'])
    mkdirSync(join(dataDir, folder), { recursive: true });
  const db = new Database(join(dataDir, 'control.db'));
  db.pragma('journal_mode = WAL');
  for (const step of MIGRATIONS.slice(0, BEFORE).flat())
    if (typeof step === 'string') db.exec(step);
  db.pragma(`user_version = ${BEFORE}`);
  for (const [table, row] of rows) {
    const given = table === 'ledger' ? { ...row, sent_whole: 1 } : row;
    const names = Object.keys(given);
    db.prepare(
      `INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`,
    ).run(...Object.values(given));
  }
  db.close();
}

/** The chain of every business goes from its first entry, and an entry that comes later goes on with it. */
async function isChained(store: Store, { audit }: OlderStore): Promise<void> {
  const ofFirst = audit.filter(({ businessUid }) => businessUid === 'b1');
  assert.deepEqual(said(await store.listAudit('b1', 10)), said([...ofFirst].reverse()));
  await store.appendAudit({ ...audit[0], action: 'signed_out' } as AuditEntry);
  const verdicts = await verifyAudit(store);
  assert.deepEqual(
    verdicts.map(({ businessUid, entries, brokenAt }) => [businessUid, entries, brokenAt]),
    [
      ['b1', ofFirst.length + 1, undefined],
      ['b2', audit.length - ofFirst.length, undefined],
    ],
  );
}

async function readsWell(store: Store, older: OlderStore): Promise<void> {
  const [first, second] = older.sessions;
  const newer = { parts: 1, wipeWhenDone: false };
  const sessions = [
    { ...first, ...newer, importId: 's_1' },
    { ...second, ...newer, importId: 's_2' },
  ];
  assert.deepEqual(said((await store.listSessions('b1')).reverse()), said(sessions));
  assert.deepEqual(said(await store.listSessionsOfImport('s_2')), said([sessions[1]]));
  assert.deepEqual(said(await store.listSessionsByHostId('77')), said([sessions[0]]));
  assert.deepEqual(await store.listSessionsByHostId('99'), []);
  assert.deepEqual(await store.listSessionsToContinue(), []);
  assert.deepEqual(await store.listUntoldImports('mail', ''), ['s_1']);
  assert.equal((await store.listLedger('s_1')).length, 1);
  assert.deepEqual(said(await store.listBatches()), [said(older.batch)]);
  assert.deepEqual(said(await store.findDraft(older.draft.id)), said(older.draft));
}

const copiesIn = (dataDir: string) =>
  readdirSync(dataDir).filter((name) => name.startsWith('control.db.before-'));

const versionOf = (path: string) => {
  const db = new Database(path, { readonly: true });
  try {
    return db.pragma('user_version', { simple: true });
  } finally {
    db.close();
  }
};

test('R35: a data folder of the version before opens, everything in it reads well, and the copy can be put back', async (t) => {
  const older = makeOlderStore();
  const dataDir = makeTempDir(t);
  writeOlderFolder(dataDir, older);
  const store = openSqliteStore(dataDir);
  await readsWell(store, older);
  await isChained(store, older);
  await store.close();
  assert.equal(versionOf(join(dataDir, 'control.db')), MIGRATIONS.length);

  const copy = join(dataDir, `control.db.before-${BEFORE}`);
  assert.deepEqual(copiesIn(dataDir), [`control.db.before-${BEFORE}`]);
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  assert.equal(versionOf(copy), BEFORE);
  const restored = makeTempDir(t);
  cpSync(copy, join(restored, 'control.db'));
  const again = openSqliteStore(restored);
  t.after(() => again.close());
  await readsWell(again, older);
});

test('R35: the copy made before a migration holds client data, so it goes away after seven days; a new folder has none', async (t) => {
  const dataDir = makeTempDir(t);
  await openSqliteStore(dataDir).close();
  assert.deepEqual(copiesIn(dataDir), []);
  const older = makeTempDir(t);
  writeOlderFolder(older, makeOlderStore());
  for (const [days, copies] of [
    [0, 1],
    [6.9, 1],
    [7.1, 0],
  ] as const) {
    const copy = join(older, `control.db.before-${BEFORE}`);
    const then = Date.now() / 1_000 - days * 24 * 60 * 60;
    if (existsSync(copy)) utimesSync(copy, then, then);
    await openSqliteStore(older).close();
    assert.equal(copiesIn(older).length, copies, `${days} days`);
  }
});

test('R35: a process that is killed at any step of the migration leaves the old database or the new one, never one between', async (t) => {
  const older = makeOlderStore();
  const template = makeTempDir(t);
  writeOlderFolder(template, older);
  const versions: unknown[] = [];
  for (let step = 1; ; step++) {
    const dataDir = makeTempDir(t);
    cpSync(template, dataDir, { recursive: true });
    const isKilled = await openAndDie(dataDir, step);
    const db = new Database(join(dataDir, 'control.db'));
    const version = db.pragma('user_version', { simple: true });
    const hasReports = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'reports'`).get();
    db.close();
    assert.equal(hasReports !== undefined, version === MIGRATIONS.length, `step ${step}`);
    versions.push(version);

    const store = openSqliteStore(dataDir);
    await readsWell(store, older);
    await store.close();
    assert.deepEqual(copiesIn(dataDir), [`control.db.before-${BEFORE}`], `step ${step}`);
    assert.equal(versionOf(join(dataDir, `control.db.before-${BEFORE}`)), BEFORE);
    if (!isKilled) break;
  }
  assert.ok(versions.length > 10, String(versions));
  assert.deepEqual([...new Set(versions)], [BEFORE, MIGRATIONS.length]);
});

test('R35: the program killed at whichever write of a migration leaves the old database or the new one, and the next start ends it', async (t) => {
  const older = makeOlderStore();
  const template = makeTempDir(t);
  writeOlderFolder(template, older);
  const versions = new Set<unknown>();
  let kills = 0;
  for (let n = 1; ; n += times(24, 1)) {
    const dataDir = makeTempDir(t);
    cpSync(template, dataDir, { recursive: true });
    const { struck } = await runFaulty([process.execPath, MAIN, 'batches'], dataDir, {
      inject: [`pwrite64:signal=SIGKILL:when=${n}`],
    });
    const db = new Database(join(dataDir, 'control.db'));
    const version = db.pragma('user_version', { simple: true });
    const hasReports = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'reports'`).get();
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    db.close();
    assert.equal(hasReports !== undefined, version === MIGRATIONS.length, `write ${n}`);
    versions.add(version);
    const store = openSqliteStore(dataDir);
    await readsWell(store, older);
    await store.close();
    if (!struck) break;
    kills++;
  }
  t.diagnostic(`${kills} kills`);
  assert.ok(kills > 2, String(kills));
  assert.deepEqual([...versions], [BEFORE, MIGRATIONS.length]);
});

test('R35: of several processes that open an older data folder at once one brings it up to date, after one copy', async (t) => {
  const older = makeOlderStore();
  const dataDir = makeTempDir(t);
  writeOlderFolder(dataDir, older);
  const killed = await Promise.all([1, 2, 3].map(() => openAndDie(dataDir, Infinity)));
  assert.deepEqual(killed, [false, false, false]);
  assert.deepEqual(copiesIn(dataDir), [`control.db.before-${BEFORE}`]);
  assert.equal(versionOf(join(dataDir, `control.db.before-${BEFORE}`)), BEFORE);
  const store = openSqliteStore(dataDir);
  t.after(() => store.close());
  await readsWell(store, older);
});

/** Tells whether it was killed; it ends by itself when it takes fewer steps. */
async function openAndDie(dataDir: string, step: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--import', 'tsx', OPEN_AND_DIE, dataDir, String(step)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (...end) => {
      resolve(end);
    });
  });
  assert.ok(code === 0 || signal === 'SIGKILL', `${code} ${signal}`);
  return signal === 'SIGKILL';
}

/** A database as the version before left it. */
async function createOlderDatabase({ rows }: OlderStore): Promise<string> {
  const url = await postgres.createDatabase();
  await runSql(
    url,
    `CREATE TABLE schema_migrations (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
     INSERT INTO schema_migrations (version) SELECT generate_series(1, ${BEFORE_IN_POSTGRES});
     ${POSTGRES_MIGRATIONS.slice(0, BEFORE_IN_POSTGRES).join(';')}`,
  );
  for (const [table, row] of rows) {
    const given = table === 'ledger' ? { ...row, sent_whole: 'true' } : row;
    const values = Object.values(given).map((value) => `'${String(value).replaceAll("'", "''")}'`);
    await runSql(
      url,
      `INSERT INTO ${table} (${Object.keys(given).join()}) VALUES (${values.join()})`,
    );
  }
  return url;
}

test('R35: a database of the version before opens in PostgreSQL too, also with several replicas at once, and everything in it reads well', async (t) => {
  const older = makeOlderStore();
  const url = await createOlderDatabase(older);
  const stores = await Promise.all([1, 2, 3].map(() => openTestStore(t, url)));
  for (const store of stores) await readsWell(store, older);
  await isChained(stores[0] as Store, older);
});

test('R35: a migration that fails in PostgreSQL leaves the database as it was', async (t) => {
  const older = makeOlderStore();
  const url = await createOlderDatabase(older);
  await runSql(url, 'CREATE TABLE notices (in_the_way integer)');
  await assert.rejects(openPostgresStore({ url }), { code: '42P07' });
  const versions = await runSql(url, 'SELECT max(version) AS version FROM schema_migrations');
  assert.deepEqual(versions, [{ version: BEFORE_IN_POSTGRES }]);
  const columns = await runSql(
    url,
    `SELECT 1 FROM information_schema.columns WHERE table_name = 'sessions' AND column_name = 'import_id'`,
  );
  assert.deepEqual(columns, []);
  await runSql(url, 'DROP TABLE notices');
  await readsWell(await openTestStore(t, url), older);
});

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { CHAIN_START, hashEntry } from '../../src/audit/audit-hash.js';
import type { AuditEntry } from '../../src/audit/audit-store.js';
import { isAuditSound, verifyAudit } from '../../src/audit/verify-audit.js';
import { openInstallation } from '../../src/store/sqlite/installation.js';
import { moveInstallation } from '../../src/store/move-installation.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { openTestStore, runSql, usePostgres } from '../helpers/postgres.js';
import { makeStore, stageClients } from '../helpers/store.js';

const postgres = usePostgres();

const entryOf = (n: number, changes: Partial<AuditEntry> = {}): AuditEntry => ({
  at: `2026-03-01T10:00:${String(n % 60).padStart(2, '0')}.000Z`,
  businessUid: 'b1',
  staffUid: `staff${n}`,
  impersonatedBy: n % 3 === 0 ? 'sup\0 \\0' : undefined,
  action: 'signed_in',
  subject: n % 2 === 0 ? `s_${n} é\ud800` : undefined,
  ...changes,
});

/** A store, and a way to do with its database what no program should. */
interface House {
  store: Store;
  tamper: (sql: string) => Promise<void>;
  /** Gives another store on the same place. */
  again: () => Promise<Store>;
}

function sqliteHouse(t: TestContext): Promise<House> {
  const { store, dataDir } = makeStore(t);
  return Promise.resolve({
    store,
    tamper: (sql) =>
      Promise.resolve(new Database(join(dataDir, 'control.db'))).then((db) => {
        try {
          db.exec(sql);
        } finally {
          db.close();
        }
      }),
    again: () => {
      const other = openSqliteStore(dataDir);
      t.after(() => other.close());
      return Promise.resolve(other);
    },
  });
}

async function postgresHouse(t: TestContext): Promise<House> {
  const url = await postgres.createDatabase();
  return {
    store: await openTestStore(t, url),
    tamper: async (sql) => {
      await runSql(url, sql);
    },
    again: () => openTestStore(t, url),
  };
}

const HOUSES = { SQLite: sqliteHouse, PostgreSQL: postgresHouse };

const UNLOCK = {
  SQLite: 'DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened;',
  PostgreSQL:
    'DROP TRIGGER audit_is_append_only ON audit; ALTER TABLE audit ALTER COLUMN id DROP IDENTITY;',
};

const TAMPERINGS = {
  'a changed entry': ["UPDATE audit SET action = 'batch_removed' WHERE id = 3", 3],
  'a changed entry with a hash that looks right': [
    `UPDATE audit SET action = 'x', hash = '${'a'.repeat(64)}' WHERE id = 3`,
    3,
  ],
  'a removed entry': ['DELETE FROM audit WHERE id = 3', 4],
  'a removed first entry': ['DELETE FROM audit WHERE id = 1', 2],
  'two entries that changed places': [
    `UPDATE audit SET id = -1 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 4;
     UPDATE audit SET id = 4 WHERE id = -1`,
    3,
  ],
  'an entry whose hash is gone': ['UPDATE audit SET hash = NULL WHERE id = 3', 3],
  'an audit all of whose hashes are gone': ['UPDATE audit SET hash = NULL', 1],
  'an audit whose first hashes are gone': ['UPDATE audit SET hash = NULL WHERE id < 4', 1],
  'an inserted entry': [
    `UPDATE audit SET id = id + 100 WHERE id > 3;
     INSERT INTO audit (id, at, business_uid, staff_uid, action, hash)
     SELECT 4, at, business_uid, 'x', action, hash FROM audit WHERE id = 3`,
    4,
  ],
} as const;

for (const [name, makeHouse] of Object.entries(HOUSES)) {
  const unlock = UNLOCK[name as keyof typeof UNLOCK];

  test(`${name}: an audit that nobody touched is intact, each business by itself`, async (t) => {
    const { store } = await makeHouse(t);
    assert.deepEqual(await verifyAudit(store), []);
    for (let n = 1; n <= 7; n++) await store.appendAudit(entryOf(n));
    await store.appendAudit(entryOf(1, { businessUid: 'b2' }));
    const verdicts = await verifyAudit(store);
    assert.deepEqual(
      verdicts.map(({ businessUid, entries, brokenAt }) => [businessUid, entries, brokenAt]),
      [
        ['b1', 7, undefined],
        ['b2', 1, undefined],
      ],
    );
    assert.match(verdicts[0]?.head ?? '', /^[0-9a-f]{64}$/);
    assert.equal((await verifyAudit(store, { businessUid: 'b2' })).length, 1);
    assert.equal(isAuditSound(verdicts), true);
  });

  test(`${name}: an audit of more entries than are read at once is intact`, async (t) => {
    const { store } = await makeHouse(t);
    let hash = CHAIN_START;
    for (let n = 0; n < 1_002; n++) {
      hash = hashEntry(hash, entryOf(n));
      await store.copyAudit({ ...entryOf(n), hash });
    }
    const [verdict] = await verifyAudit(store);
    assert.deepEqual([verdict?.entries, verdict?.brokenAt], [1_002, undefined]);
  });

  test(`${name}: the database itself refuses to change or remove entries`, async (t) => {
    const { store, tamper } = await makeHouse(t);
    await store.appendAudit(entryOf(1));
    await assert.rejects(tamper("UPDATE audit SET action = 'x'"), /append-only/);
    await assert.rejects(tamper('DELETE FROM audit'), /append-only/);
    assert.equal((await store.listAudit('b1', 10)).length, 1);
  });

  for (const [what, [sql, brokenAt]] of Object.entries(TAMPERINGS)) {
    test(`${name}: ${what} is found, at its place`, async (t) => {
      const { store, tamper } = await makeHouse(t);
      for (let n = 1; n <= 6; n++) await store.appendAudit(entryOf(n));
      await tamper(`${unlock} ${sql}`);
      const [verdict] = await verifyAudit(store);
      assert.equal(verdict?.brokenAt?.no, brokenAt);
      assert.equal(isAuditSound(await verifyAudit(store)), false);
    });
  }

  test(`${name}: entries that were cut off at the end are missed by their head`, async (t) => {
    const { store, tamper } = await makeHouse(t);
    for (let n = 1; n <= 6; n++) await store.appendAudit(entryOf(n));
    const [before] = await verifyAudit(store);
    await store.appendAudit(entryOf(7));
    const { head } = before ?? {};
    assert.ok(head);
    assert.equal(isAuditSound(await verifyAudit(store, { head }), head), true);
    await tamper(`${unlock} DELETE FROM audit WHERE id >= 6`);
    const cut = await verifyAudit(store, { head });
    assert.equal(cut[0]?.brokenAt, undefined);
    assert.equal(isAuditSound(cut, head), false);
  });

  test(`${name}: of many who append at once through two stores each has its own place in one chain`, async (t) => {
    const { store, again } = await makeHouse(t);
    const stores = [store, await again()];
    await Promise.all(
      stores.flatMap((one) => Array.from({ length: 50 }, (_, n) => one.appendAudit(entryOf(n)))),
    );
    const [verdict] = await verifyAudit(store);
    assert.deepEqual([verdict?.entries, verdict?.brokenAt], [100, undefined]);
    const hashes = (await store.readAuditChain('b1', 0, 1_000)).map(({ hash }) => hash);
    assert.equal(new Set(hashes).size, 100);
  });
}

test('SQLite: processes that append at once never fork the chain', async (t) => {
  const { store, dataDir } = makeStore(t);
  const program = fileURLToPath(new URL('../support/append-audit.ts', import.meta.url));
  const ended = [1, 2].map(async (n) => {
    const child = fork(program, [dataDir, String(n), '60'], { execArgv: ['--import', 'tsx'] });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  });
  assert.deepEqual(await Promise.all(ended), [0, 0]);
  const [verdict] = await verifyAudit(store);
  assert.deepEqual([verdict?.entries, verdict?.brokenAt], [120, undefined]);
});

test('a move into PostgreSQL keeps the chain, head and all, goes on with it, and keeps how long batches are kept', async (t) => {
  const { store, dataDir } = makeStore(t);
  for (const n of [1, 2, 3, 4]) await store.appendAudit(entryOf(n));
  const { id } = await stageClients(store, 1, 'b1');
  await store.setKeepUntil(id, '2030-01-01T00:00:00.000Z');
  const before = await verifyAudit(store);
  const target = await openTestStore(t, await postgres.createDatabase());
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  for (let round = 0; round < 2; round++) {
    const books = await moveInstallation(from, target);
    const line = books.find(({ what }) => what === 'entries of the audit');
    assert.deepEqual([line?.before, line?.after], [4, 4]);
  }
  assert.deepEqual(await verifyAudit(target), before);
  assert.deepEqual([...(await target.listKeepUntil())], [[id, '2030-01-01T00:00:00.000Z']]);
  await target.appendAudit(entryOf(5));
  const head = before[0]?.head;
  assert.ok(head);
  assert.equal(isAuditSound(await verifyAudit(target, { head }), head), true);
});

test('a move leaves a chain alone that is another one, and its books show it', async (t) => {
  const { store, dataDir } = makeStore(t);
  for (const n of [1, 2]) await store.appendAudit(entryOf(n));
  const target = await openTestStore(t, await postgres.createDatabase());
  await target.appendAudit(entryOf(9));
  const from = openInstallation(dataDir);
  t.after(() => from.close());
  const books = await moveInstallation(from, target);
  const line = books.find(({ what }) => what === 'entries of the audit');
  assert.deepEqual([line?.before, line?.after], [2, 0]);
  assert.equal((await verifyAudit(target))[0]?.brokenAt, undefined);
});

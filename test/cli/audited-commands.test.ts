import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { BY_COMMAND_LINE } from '../../src/audit/audit-store.js';
import { startProgram } from '../helpers/program.js';
import { makeStore } from '../helpers/store.js';
import { createPeople } from '../sandbox/fake-app.js';
import { SHOP, startRehearsal } from '../sandbox/rehearsal.js';

const LIST = `First name,Email,Client number,Membership
Person 1,person1@example.org,1,Gold
Person 2,person2@example.org,2,Gold
Person 4,person4@example.org,4,Gold
Broken,not an address,5,Gold
`;

test('every command that changes something or lets client data out enters it in the audit, and its files are private', async (t) => {
  const { sandbox, ended } = await startRehearsal(t, { people: createPeople(2) });
  const { store, dataDir } = makeStore(t);
  const pathOf = (name: string) => join(dataDir, name);
  const env = {
    ...{ INTANDEM_API_URL: sandbox.url, INTANDEM_STAFF_TOKEN: SHOP.token, QUIET_MINUTES: '0' },
  };
  const clientferry = async (...args: string[]) => {
    const program = startProgram(t, dataDir, args, env);
    const { code } = await program.exited;
    assert.equal(code, 0, `${args.join(' ')}\n${program.errors()}`);
    return program.output();
  };
  const b = SHOP.businessUid;
  const sessions = async () => (await store.listSessions(b)).map(({ id }) => id);

  writeFileSync(pathOf('list.csv'), LIST);
  writeFileSync(pathOf('later.csv'), LIST.replace('Person 4', 'Person Four'));
  writeFileSync(pathOf('mapping.json'), '{"columns": {"Membership": "membership"}}');
  const stage = ['--business', b, '--mapping', pathOf('mapping.json')];
  await clientferry('stage', pathOf('list.csv'), ...stage, '--dry-run');
  await clientferry('stage', pathOf('list.csv'), ...stage);
  await clientferry('stage', pathOf('list.csv'), ...stage);
  const [batch] = await store.listBatches(b);
  assert.ok(batch);
  await clientferry('rejects', batch.id, '-o', pathOf('rejects.csv'));
  await clientferry('batch', batch.id, '--keep-until', '2099-01-31');
  const fields = ['--business', b, '--batch', batch.id, '--create-fields', '--yes'];
  await clientferry('doctor', ...fields);
  await clientferry('declare', '--business', b, '--batch', batch.id);
  await ended();
  const [first = ''] = await sessions();
  await clientferry('cancel', first);
  await clientferry('reconcile', first, '-o', pathOf('compared.csv'));
  await clientferry('results', first, '-o', pathOf('results.csv'));
  await clientferry('retry', first, '--yes', '--stage-only');
  const [left] = await store.listBatches(b);
  await clientferry('retry', first, '--yes');
  const [again = ''] = await sessions();
  await clientferry('cancel', again);
  await clientferry('undo', first, '-o', pathOf('undo.csv'));
  await clientferry('undo', first, '--confirm', '2');
  await clientferry('continue', first, '--yes');
  const [second = ''] = await sessions();
  await clientferry('cancel', second);
  await clientferry('stage', pathOf('later.csv'), ...stage);
  const [later] = await store.listBatches(b);
  await clientferry('changes', later?.id ?? '', '--since', batch.id, '--stage');
  const [changed] = await store.listBatches(b);
  await clientferry('unstage', changed?.id ?? '');

  const entries = (await store.listAudit(b, 100)).reverse();
  assert.deepEqual(
    entries.map(({ action, subject }) => [action, subject]),
    [
      ['staging_started', batch.id],
      ['rejects_downloaded', batch.id],
      ['retention_changed', batch.id],
      ['fields_created', batch.id],
      ['import_declared', first],
      ['import_cancelled', first],
      ['reconcile_started', first],
      ['results_downloaded', first],
      ['results_downloaded', first],
      ['staging_started', left?.id],
      ['import_retried', again],
      ['import_cancelled', again],
      ['results_downloaded', first],
      ['undo_started', first],
      ['import_continued', second],
      ['import_cancelled', second],
      ['staging_started', later?.id],
      ['staging_started', changed?.id],
      ['batch_purged', changed?.id],
    ],
  );
  assert.deepEqual([...new Set(entries.map(({ staffUid }) => staffUid))], [BY_COMMAND_LINE]);
  for (const name of ['rejects.csv', 'compared.csv', 'results.csv', 'undo.csv']) {
    assert.equal(statSync(pathOf(name)).mode & 0o777, 0o600, name);
    assert.ok(readFileSync(pathOf(name)).length > 0, name);
  }
});

test('what was done stays done when the audit cannot be written, and that is said', async (t) => {
  const { sandbox } = await startRehearsal(t);
  const { store, dataDir } = makeStore(t);
  writeFileSync(join(dataDir, 'list.csv'), LIST);
  const db = new Database(join(dataDir, 'control.db'));
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'canary'); END`);
  db.close();
  const env = { INTANDEM_API_URL: sandbox.url };
  const args = ['stage', join(dataDir, 'list.csv'), '--business', 'b1', '--json'];
  const program = startProgram(t, dataDir, args, env);
  assert.equal((await program.exited).code, 0, program.errors());
  assert.match(program.errors(), /could not be entered in the audit as staging_started/);
  assert.doesNotMatch(program.errors(), /canary/);
  assert.equal((await store.listBatches('b1')).length, 1);
});

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createProgram } from '../../src/cli/program.js';
import { plainList } from '../helpers/lists.js';
import { startProgram } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';

async function stage(t: TestContext, csv: string, ...options: string[]) {
  const dataDir = makeTempDir(t);
  writeFileSync(join(dataDir, 'clients.csv'), csv);
  const program = startProgram(t, dataDir, [
    'stage',
    'clients.csv',
    '--business',
    'b1',
    ...options,
  ]);
  const { code } = await program.exited;
  return { dataDir, code, out: program.output(), err: program.errors() };
}

const BAD = 'First name,Email\nNoa,noa@example.org\n,nobody@example.org\nMira,NOA@example.org\n';

test('stage exits with 0 although records were rejected, and with 3 under --strict', async (t) => {
  assert.equal((await stage(t, BAD)).code, 0);
  const strict = await stage(t, BAD, '--strict');
  assert.equal(strict.code, 3);
  assert.match(strict.out, /Accepted {3}1\n/);
});

test('stage --dry-run gives the whole account and stores nothing', async (t) => {
  const { dataDir, out, code } = await stage(t, BAD, '--dry-run');
  assert.equal(code, 0);
  assert.match(out, /Records {4}3 read\nAccepted {3}1\nRejected {3}2/);
  assert.match(out, /nothing was stored/);
  assert.deepEqual(readdirSync(join(dataDir, 'batches')), []);
});

test('stage --start and --limit take a slice and account for what they left out', async (t) => {
  const { out } = await stage(t, plainList(10), '--start', '4', '--limit', '3', '--json');
  const { staged } = JSON.parse(out) as {
    staged: { batch: { counts: object; stoppedAtLimit: boolean } };
  };
  assert.deepEqual(staged.batch.counts, {
    records: 6,
    accepted: 3,
    rejected: 0,
    outsideSlice: 3,
    blankLines: 0,
    rejectedByCause: {},
    warnings: {},
    merged: 0,
    clients: 3,
    unmatchedValues: {},
  });
  assert.equal(staged.batch.stoppedAtLimit, true);
});

test('cells with terminal escape sequences are never printed raw', async (t) => {
  const { out } = await stage(t, 'First name,\u001b[31mred\u001b[0m\nNoa,x\n');
  assert.ok(!out.includes('\u001b'));
});

test('rejects -o writes a file, and a reader that closes early is no failure', async (t) => {
  const { dataDir, out } = await stage(t, BAD, '--json');
  const { staged } = JSON.parse(out) as { staged: { batch: { id: string } } };
  const program = startProgram(t, dataDir, ['rejects', staged.batch.id, '-o', 'rejects.csv']);
  assert.equal((await program.exited).code, 0);
  assert.ok(existsSync(join(dataDir, 'rejects.csv')));
  assert.match(
    readFileSync(join(dataDir, 'rejects.csv'), 'utf8'),
    /clients\.csv","3",".*First name.* is missing/,
  );
});

test('the help of every command begins with examples', () => {
  for (const command of createProgram().commands) {
    if (command.name() === 'help') continue;
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    assert.match(
      help,
      new RegExp(`^Examples:\\n {2}\\$ clientferry ${command.name()}`),
      command.name(),
    );
  }
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeTempDir } from '../helpers/temp-dir.js';
import { MAIN, run, runCli, type Ran } from '../support/run.js';

const LIST = 'First name,Email\nNoa,noa@example.org\n';

/** Nothing that a terminal would obey, in one sentence with at most one hint. */
function assertPlain({ err, out }: Ran): void {
  assert.equal(out, '');
  assert.match(err, /^Error: [^\n]+\n( {2}[^\n]+\n)?$/);
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(err, /[\0-\x09\x0b-\x1f\x7f-\x9f]| {4}at /);
}

test('S36: odd names of files are names and nothing else', async (t) => {
  const folder = makeTempDir(t);
  const names = [
    '-x.csv',
    '--business',
    ' two  words .csv',
    'two\nlines.csv',
    '$(id);`id`&.csv',
    'a\'b"c*?.csv',
    '=1+1.csv',
  ];
  for (const name of names) writeFileSync(join(folder, name), LIST);
  // All in one go: they are the same list, so each but the first is a repeat.
  const staged = await runCli(folder, [
    ...['stage', '--business', 'b1', '--on-duplicate', 'keep', '--json', '--', ...names],
  ]);
  assert.equal(staged.code, 0, staged.err);
  const { batch } = (JSON.parse(staged.out) as { staged: { batch: { files: { name: string }[] } } })
    .staged;
  assert.deepEqual(
    batch.files.map(({ name }) => name),
    names,
  );
  const taken = await runCli(folder, ['stage', '-x.csv', '--business', 'b1']);
  assert.equal(taken.code, 2, 'without -- it is an option');
  assert.equal((await runCli(folder, ['inspect', './-x.csv'])).code, 0);
  const missing = await runCli(folder, ['inspect', 'no\nsuch\x1b[2J.csv']);
  assert.equal(missing.code, 4);
  assertPlain(missing);
});

test('S36: a name of bytes that are no text is refused by name, and read in a folder beside it', async (t) => {
  const folder = makeTempDir(t);
  const odd = Buffer.concat([
    Buffer.from(`${folder}/caf`),
    Buffer.from([0xe9]),
    Buffer.from('.csv'),
  ]);
  writeFileSync(odd, LIST);
  // Only a shell can hand over such bytes.
  const script = `exec "$0" "$1" inspect "$(printf 'caf\\351.csv')"`;
  const ran = await run(['/bin/sh', '-c', script, process.execPath, MAIN], folder);
  assert.equal(ran.code, 4, ran.err);
  assertPlain(ran);
  writeFileSync(join(folder, 'fine.csv'), LIST);
  assert.equal((await runCli(folder, ['inspect', 'fine.csv'])).code, 0);
});

test('S36: a pipe, a device, a folder and links to them are refused at once', async (t) => {
  const folder = makeTempDir(t);
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  mkdirSync(join(folder, 'folder.csv'));
  symlinkSync('/dev/zero', join(folder, 'zero.csv'));
  symlinkSync('loop.csv', join(folder, 'loop.csv'));
  writeFileSync(join(folder, 'list.csv'), LIST);
  const stage = ['stage', '--business', 'b1', 'list.csv'];
  const refusals: string[][] = [
    ['inspect', 'pipe'],
    ['stage', '--business', 'b1', 'list.csv', 'zero.csv'],
    [...stage, '--mapping', 'pipe'],
    [...stage, '--values', '/dev/zero'],
    ['stage', '--business', 'b1', 'folder.csv'],
    ['inspect', 'loop.csv'],
  ];
  for (const args of refusals) {
    const ran = await runCli(folder, args);
    assert.equal(ran.code, 1, `${args.join(' ')}: ${ran.err}`);
    assertPlain(ran);
  }
});

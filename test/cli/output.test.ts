import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeTempDir } from '../helpers/temp-dir.js';
import { MAIN, run } from '../support/run.js';

/** Moves the cursor, sets the title, and turns the direction of writing. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e';
const RAW = /[^\P{Cc}\n]|\u202e/u;

test('S36: no escape sequence of a cell, a header or a file name reaches the terminal as it is', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, `a${HOSTILE}.csv`);
  writeFileSync(
    list,
    `First name,Email,Notes${HOSTILE}\nNoa${HOSTILE},noa@example.com,${HOSTILE}\n,${HOSTILE},x\n`,
  );
  const cli = async (...args: string[]) => {
    const ran = await run([process.execPath, MAIN, ...args], folder);
    assert.doesNotMatch(ran.out, RAW, args[0]);
    assert.doesNotMatch(ran.err, RAW, args[0]);
    return ran;
  };
  const business = `b${HOSTILE}`;
  const staged = await cli('stage', list, '--business', business);
  assert.equal(staged.code, 0, staged.err);
  const id = /b_[0-9a-f]+/.exec(staged.out)?.[0] ?? '';
  await cli('stage', list, '--business', business, '--json');
  await cli('inspect', list);
  await cli('inspect', list, '--json');
  await cli('batches', '--business', business);
  await cli('batch', id);
  await cli('batch', id, '--json');
  await cli('rejects', id, '--json');
  await cli('rejects', id, '-o', join(folder, `r${HOSTILE}.csv`));
  await cli('declare', '--business', business, '--batch', id);
  await cli('unstage', `b_${HOSTILE}`);
  await cli('stage', `${list}.missing`, '--business', business);
  await cli('stage', list, '--business', business, '--on-duplicate', HOSTILE);
  await cli(`stage${HOSTILE}`);
  await cli('stage', list, '--business', business, '--profile', HOSTILE);
});

test('a .env that is a folder is refused in one sentence', async (t) => {
  const folder = makeTempDir(t);
  mkdirSync(join(folder, '.env'));
  const ran = await run([process.execPath, MAIN, 'batches'], folder);
  assert.equal(ran.code, 2, ran.err);
  assert.match(ran.err, /^Error: The file \.env in this folder cannot be read\.\n {2}.+\.\n$/);
});

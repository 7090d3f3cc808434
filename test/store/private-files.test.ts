import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { stageClients } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** What in a folder others than this user may do anything with. */
const openToOthers = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (modeOf(join(root, name)) & 0o077) !== 0,
  );

async function fill(root: string): Promise<void> {
  const store = openSqliteStore(root);
  await stageClients(store, 3, 'b1');
  await store.writeUpload('d1-a', Readable.from([Buffer.from('x')]));
  assert.deepEqual(openToOthers(root), []);
  assert.equal(modeOf(root), 0o700);
  await store.close();
}

test('S24: a new data folder and every file in it are for this user alone, whatever the umask', async (t) => {
  const before = process.umask(0);
  t.after(() => process.umask(before));
  const root = join(makeTempDir(t), 'data');
  await fill(root);
});

test('S24: what others may read of a data folder is mended at the next start', async (t) => {
  const root = join(makeTempDir(t), 'data');
  await fill(root);
  for (const name of ['', ...readdirSync(root, { recursive: true, encoding: 'utf8' })])
    chmodSync(join(root, name), statSync(join(root, name)).isDirectory() ? 0o755 : 0o644);
  assert.equal(openToOthers(root).length, 5);
  const store = openSqliteStore(root);
  t.after(() => store.close());
  assert.deepEqual([modeOf(root), openToOthers(root)], [0o700, []]);
});

test('S24: a folder with other things in it keeps its own mode, and what is ours in it is private', async (t) => {
  const root = makeTempDir(t);
  chmodSync(root, 0o755);
  writeFileSync(join(root, 'theirs'), 'x', { mode: 0o644 });
  mkdirSync(join(root, 'more'), { mode: 0o755 });
  for (let start = 1; start <= 2; start++) await openSqliteStore(root).close();
  assert.equal(modeOf(root), 0o755);
  assert.deepEqual(openToOthers(root).sort(), ['more', 'theirs']);
});

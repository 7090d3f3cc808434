import assert from 'node:assert/strict';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMAND_TABLE } from '../../src/cli/command-table.js';
import { startApp } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import { startServe } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { listLoadedFirst } from '../support/imports-at-start.js';
import { run } from '../support/run.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('the list of commands is there before anything but the command line is loaded', () => {
  const { files, packages } = listLoadedFirst('cli/main.js');
  assert.deepEqual(packages, ['commander']);
  assert.ok(files < 10, `${files} files`);
});

test('serve listens before anything is loaded that no poll needs', () => {
  const { files, packages } = listLoadedFirst('cli/commands/serve.js');
  const needed = ['better-sqlite3', 'commander', 'express', 'helmet', 'winston', 'zod'];
  assert.deepEqual(packages, needed);
  assert.ok(files < 120, `${files} files`);
});

test('no command but those that start the app loads a web server', () => {
  const starting = ['serve', 'sandbox', 'demo'];
  for (const { name, load } of COMMAND_TABLE.filter((one) => !starting.includes(one.name))) {
    const file = /import\(['"]\.\/(commands\/[\w-]+\.js)['"]\)/.exec(load.toString())?.[1];
    assert.ok(file, name);
    assert.ok(!listLoadedFirst(`cli/${file}`).packages.includes('express'), name);
  }
});

test('staff who come as soon as the app listens wait for what is not loaded yet, and so does being ready', async (t) => {
  const dataDir = makeTempDir(t);
  const app = await startApp(loadConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' }));
  t.after(() => app.close(0));
  let isWhole = false;
  const whole = app.whole.then(() => (isWhole = true));
  const ask = async (path: string) => {
    const { status } = await fetch(`http://127.0.0.1:${app.port}${path}`);
    return { status, isWhole };
  };
  const [document, me, ready] = await Promise.all(
    ['/api/openapi.json', '/api/me', '/readyz'].map(ask),
  );
  await whole;
  assert.deepEqual(document, { status: 200, isWhole: true });
  assert.deepEqual(me, { status: 401, isWhole: true });
  assert.deepEqual(ready, { status: 200, isWhole: true });
});

test('serve that is stopped as soon as it listens ends well, whatever is still being loaded', async (t) => {
  const program = await startServe(t, makeTempDir(t));
  program.kill('SIGTERM');
  assert.deepEqual(await program.exited, { code: 0, signal: null });
});

test('serve that cannot load all of itself ends with an error instead of serving a part', async (t) => {
  const folder = makeTempDir(t);
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'package.json'])
    symlinkSync(join(ROOT, name), join(folder, name));
  rmSync(join(folder, 'dist/late-parts.js'));
  const command = [
    process.execPath,
    join(folder, 'dist/cli/main.js'),
    'serve',
    '--port',
    '0',
  ] as const;
  const { code, err } = await run([...command], makeTempDir(t));
  assert.equal(code, 1, err);
  assert.match(err, /ERR_MODULE_NOT_FOUND/);
});

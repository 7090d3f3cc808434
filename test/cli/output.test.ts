import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { accept, answer, startFakeHost } from '../helpers/fake-host.js';
import { plainList } from '../helpers/lists.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { MAIN, run, runCli, type Ran } from '../support/run.js';

/** A data folder and, apart from it, a folder to work in. */
function makeFolders(t: TestContext): { dataDir: string; folder: string } {
  const folder = makeTempDir(t);
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  return { dataDir, folder };
}

/** One sentence, a hint at most, no stack. */
function assertPlain({ err }: Ran): void {
  assert.match(err, /^Error: [^\n]+\.\n( {2}[^\n]+\n)?$/);
}

const bytesOf = (dataDir: string): string[] =>
  readdirSync(dataDir).includes('batches') ? readdirSync(join(dataDir, 'batches')) : [];

test('paths that are no plain files, or have odd names, are refused or read as what they are (S36)', async (t) => {
  const { dataDir, folder } = makeFolders(t);
  const at = (name: string) => join(folder, name);
  mkdirSync(at('folder.csv'));
  assert.equal(spawnSync('mkfifo', [at('pipe.csv')]).status, 0);
  symlinkSync(at('nowhere'), at('dangling.csv'));
  for (const [path, code, says] of [
    [at('folder.csv'), 1, /folder\.csv is a folder/],
    [at('pipe.csv'), 1, /pipe\.csv is not a regular file/],
    ['/dev/zero', 1, /zero is not a regular file/],
    [at('dangling.csv'), 4, /There is no file at .*dangling\.csv/],
    ['', 4, /There is no file/],
  ] as const) {
    const ran = await runCli(dataDir, ['stage', path, '--business', 'b1']);
    assert.equal(ran.code, code, ran.err);
    assert.match(ran.err, says);
    assertPlain(ran);
  }
  symlinkSync(at('-x y.csv'), at('link.csv'));
  writeFileSync(at('-x y.csv'), plainList(1));
  writeFileSync(at('two\nlines.csv'), plainList(2));
  for (const args of [['--', '-x y.csv'], [at('link.csv')], [at('two\nlines.csv')]]) {
    const ran = await run(
      [process.execPath, MAIN, 'stage', '--business', 'b1', ...args],
      dataDir,
      {},
      folder,
    );
    assert.equal(ran.code, 0, ran.err);
    assert.ok(!ran.out.includes('two\nlines'));
  }
});

test('no escape sequence of a cell, a header, a file name or the host reaches the terminal (S36)', async (t) => {
  const { dataDir, folder } = makeFolders(t);
  const escape = '\u001b]0;canary\u0007\u009b31m';
  const list = join(folder, `a${escape}.csv`);
  writeFileSync(list, `First name,Note${escape},Email\nNoa${escape},x,x@example.org\n,y,y@z\n`);
  const host = await startFakeHost(
    t,
    answer(422, { success: false, errors: [{ message: escape }] }),
  );
  const env = { INTANDEM_API_URL: host.url, INTANDEM_STAFF_TOKEN: 'token' };
  const stage = ['stage', list, '--business', 'b1'];
  const { staged } = JSON.parse((await runCli(dataDir, [...stage, '--json'])).out) as {
    staged: { batch: { id: string } };
  };
  const { id } = staged.batch;
  for (const args of [
    stage,
    ['inspect', list],
    ['batch', id],
    ['batches'],
    ['declare', '--business', 'b1', '--batch', id],
    ['sessions'],
    ['stage', join(folder, `none${escape}.csv`), '--business', 'b1'],
    ['batch', escape],
    ['stage', list, '--business', `b${escape}`],
    ['unstage', id],
  ]) {
    const { out, err } = await runCli(dataDir, args, env);
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    assert.doesNotMatch(out + err, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/, args.join(' '));
  }
});

test('every --json answer is one object with a version', async (t) => {
  const { dataDir, folder } = makeFolders(t);
  const list = join(folder, 'clients.csv');
  writeFileSync(list, `${plainList(3)}000004,,Brandt,,\n`);
  const host = await startFakeHost(t, accept);
  const env = { INTANDEM_API_URL: host.url, INTANDEM_STAFF_TOKEN: 'token' };
  const json = async (...args: string[]) => {
    const ran = await runCli(dataDir, [...args, '--json'], env);
    assert.equal(ran.code, 0, ran.err);
    const lines = ran.out.trimEnd().split('\n');
    assert.equal(lines.length, 1);
    const value = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    assert.equal(value['version'], 1);
    return value;
  };
  const { staged } = (await json('stage', list, '--business', 'b1')) as {
    staged: { batch: { id: string; counts: { accepted: number } }; stagedBefore: boolean };
  };
  assert.equal(staged.batch.counts.accepted, 3);
  assert.equal(staged.stagedBefore, false);
  const { id } = staged.batch;
  assert.deepEqual(Object.keys(await json('inspect', list)), ['version', 'file']);
  assert.deepEqual(Object.keys(await json('batches')), ['version', 'batches']);
  assert.deepEqual(Object.keys(await json('batch', id)), ['version', 'batch']);
  assert.deepEqual(Object.keys(await json('profiles')), ['version', 'profiles']);
  const reject = await json('rejects', id);
  assert.deepEqual(reject['cells'], ['000004', '', 'Brandt', '', '']);
  assert.equal(reject['line'], 5);
  const { declared } = (await json('declare', '--business', 'b1', '--batch', id)) as {
    declared: { session: { id: string } };
  };
  assert.deepEqual(Object.keys(await json('sessions')), ['version', 'sessions']);
  assert.deepEqual(Object.keys(await json('session', declared.session.id)), ['version', 'session']);
});

for (const redirected of ['', '2>&1']) {
  test(`a reader that closes early is no failure (${redirected || 'stdout'})`, async (t) => {
    const { dataDir, folder } = makeFolders(t);
    const list = join(folder, 'clients.csv');
    writeFileSync(list, `First name,Note\n${',a note\n'.repeat(20_000)}`);
    const staged = await runCli(dataDir, ['stage', list, '--business', 'b1', '--json']);
    const id = /"id":"(b_\w+)"/.exec(staged.out)?.[1] ?? '';
    const piped = await run(
      [
        'bash',
        '-c',
        `"$@" ${redirected} | head -1; echo "status \${PIPESTATUS[0]}"`,
        'bash',
        process.execPath,
        MAIN,
        'rejects',
        id,
      ],
      dataDir,
    );
    assert.match(piped.out, /status 0\n$/, piped.err);
    assert.doesNotMatch(piped.err, /EPIPE|\n {4}at /);
  });
}

test('names, mails and phones of a list are in no message of any refusal (S23)', async (t) => {
  const { dataDir, folder } = makeFolders(t);
  const list = (name: string, bytes: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const row = 'Canaria,canary@example.org,+44canary';
  const header = 'First name,Email,Phone';
  const host = await startFakeHost(t, answer(500, '<html>no</html>'));
  for (const path of [
    list('quote.csv', `${header}\n${row}\n"Canaria,canary\n${row}\n`),
    list('long.csv', `${header}\n${row}\n"${'Canaria,'.repeat(150_000)}"\n`),
    list('bytes.csv', Buffer.from(`${header}\n${row}\n\u0000Canaria\u0081\n`, 'latin1')),
    list('shifted.csv', `${header}\n${row},canary\n`),
    list('mail.csv', `${header}\n${row}\nCanaria,canary(at)example.org,1\n`),
    list('twice.csv', `${header}\n${row}\n${row}\n`),
    list('fine.csv', `${header}\n${row}\n`),
  ]) {
    const env = { LOG_LEVEL: 'debug', INTANDEM_API_URL: host.url, INTANDEM_STAFF_TOKEN: 'token' };
    const staged = await runCli(dataDir, ['stage', path, '--business', 'b1'], env);
    const id = /b_\w+/.exec(staged.out)?.[0];
    const later =
      id === undefined
        ? []
        : [
            await runCli(dataDir, ['batch', id], env),
            await runCli(dataDir, ['declare', '--business', 'b1', '--batch', id], env),
          ];
    for (const { out, err } of [staged, ...later]) assert.doesNotMatch(out + err, /canar/i, path);
  }
});

test('a settings file that is a folder is refused in one sentence', async (t) => {
  const { dataDir, folder } = makeFolders(t);
  mkdirSync(join(folder, '.env'));
  const ran = await run([process.execPath, MAIN, 'batches'], dataDir, {}, folder);
  assert.notEqual(ran.code, 0);
  assertPlain(ran);
});

test('settings are read from .env, and the environment goes before it', async (t) => {
  const { dataDir, folder } = makeFolders(t);
  writeFileSync(join(folder, '.env'), 'PORT=nonsense\nLOG_LEVEL=loud\n');
  const ran = await run(
    [process.execPath, MAIN, 'batches'],
    dataDir,
    { LOG_LEVEL: 'info' },
    folder,
  );
  assert.equal(ran.code, 2);
  assert.match(ran.err, /PORT is not a whole number\./);
});

test('help and version need no settings and no data folder', async (t) => {
  const { folder } = makeFolders(t);
  const broken = { PORT: 'x', DATA_DIR: join(folder, 'never') };
  for (const args of [[], ['--help'], ['help'], ['stage', '--help']]) {
    const ran = await runCli(folder, args, broken);
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, /^Examples:\n {2}\$ clientferry /, args.join(' '));
  }
  const version = await runCli(folder, ['--version'], broken);
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
  assert.ok(!readdirSync(folder).includes('never'));
});

for (const [what, args] of [
  ['a number that is none', ['stage', 'x.csv', '--business', 'b1', '--limit', '1e3']],
  ['a start of 0', ['stage', 'x.csv', '--business', 'b1', '--start', '0']],
  ['an unknown policy', ['stage', 'x.csv', '--business', 'b1', '--on-duplicate', 'maybe']],
  ['a missing option', ['stage', 'x.csv']],
  ['a missing argument', ['stage', '--business', 'b1']],
  ['one argument too many', ['batches', 'extra']],
  ['a port beyond all ports', ['serve', '--port', '65536']],
  ['an unknown upload type', ['declare', '--business', 'b', '--batch', 'b', '--upload-type', 'x']],
] as const) {
  test(`${what} exits with 2, says so, and touches nothing`, async (t) => {
    const { dataDir } = makeFolders(t);
    const ran = await runCli(dataDir, args);
    assert.equal(ran.code, 2);
    assert.match(ran.err, /^error: /);
    assert.equal(ran.out, '');
    assert.deepEqual(bytesOf(dataDir), []);
  });
}

test('a mapping file that is missing, broken or names a column that is not there is refused with what to do', async (t) => {
  const { dataDir, folder } = makeFolders(t);
  const list = join(folder, 'clients.csv');
  const mapping = join(folder, 'mapping.json');
  writeFileSync(list, plainList(1));
  for (const [text, says] of [
    [undefined, /The mapping file .*mapping\.json cannot be read/],
    ['{', /mapping\.json is not JSON/],
    [
      '{"columns": {"Colour": "colour"}}',
      /names the column "Colour", which the file does not have/,
    ],
  ] as const) {
    if (text !== undefined) writeFileSync(mapping, text);
    const ran = await runCli(dataDir, ['stage', list, '--business', 'b1', '--mapping', mapping]);
    assert.match(ran.err, says);
    assertPlain(ran);
    assert.deepEqual(bytesOf(dataDir), []);
  }
});

test('a rejects file that cannot be written is refused, and one that can holds the cells', async (t) => {
  const { dataDir, folder } = makeFolders(t);
  const list = join(folder, 'clients.csv');
  writeFileSync(list, 'First name,Phone\n,+44\n');
  const staged = await runCli(dataDir, ['stage', list, '--business', 'b1', '--json']);
  const id = /"id":"(b_\w+)"/.exec(staged.out)?.[1] ?? '';
  const nowhere = await runCli(dataDir, ['rejects', id, '-o', join(folder, 'no', 'r.csv')]);
  assert.equal(nowhere.code, 1);
  assertPlain(nowhere);
  const there = await runCli(dataDir, ['rejects', id, '-o', join(folder, 'r.csv')]);
  assert.equal(there.code, 0);
  assert.match(readFileSync(join(folder, 'r.csv'), 'utf8'), /"","'\+44","clients\.csv","2"/);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../src/config.js';
import { readMapping } from '../../src/cli/read-mapping.js';
import { readTextFile } from '../../src/cli/read-text-file.js';
import { readValueTable } from '../../src/cli/value-table.js';
import { FerryError, type ErrorCode } from '../../src/errors.js';
import { parseProfile } from '../../src/profiles/load-profiles.js';
import { parseMappingFile } from '../../src/profiles/mapping.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { runCli } from '../support/run.js';

const PROTO_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
const DEPTH = 100_000;
const deepArray = '['.repeat(DEPTH) + ']'.repeat(DEPTH);
const deepObject = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
const many = (n: number, entry: (at: number) => string) =>
  Array.from({ length: n }, (_, at) => entry(at)).join();

/** A refusal with this code, in one sentence of a bounded length that quotes no stack. */
const refusedAs = (code: ErrorCode) => (error: unknown) => {
  assert.ok(error instanceof FerryError, String(error));
  assert.equal(error.code, code, error.message);
  const told = `${error.message} ${error.hint ?? ''}`;
  assert.ok(told.length < 6_000, String(told.length));
  assert.doesNotMatch(told, /\n|\bat .*\.js:|RangeError|Maximum call/);
  assert.match(error.message, /\.$/);
  return true;
};

/** JSON that is no mapping and no profile, whatever else it is. */
const HOSTILE_JSON: Readonly<Record<string, string>> = {
  nothing: '',
  'a mark only': '\ufeff',
  null: 'null',
  'a number': '1e999',
  'a text': '"columns"',
  'a list': '[{"columns":{}}]',
  'deep lists': deepArray,
  'deep objects': deepObject,
  'deep where a column is': `{"columns":{"a":${deepObject}}}`,
  'columns as a list': '{"columns":["email"]}',
  'columns as a text': '{"columns":"email"}',
  'a number as a field': '{"columns":{"a":1}}',
  'a list as a field': '{"columns":{"a":["email"]}}',
  'an unknown key': '{"columns":{},"script":"process.exit(1)"}',
  'an unknown key of a column': '{"columns":{"a":{"to":"email","code":"x=>x"}}}',
  'an unknown transform': '{"columns":{"a":{"to":"email","transforms":["eval"]}}}',
  'an unknown rule':
    '{"columns":{"a":{"to":"email","rules":[{"rule":"pattern","regex":"(a+)+"}]}}}',
  'control characters in a field': String.raw`{"columns":{"a":"e\u001b[2Jmail"}}`,
  'a field without end': `{"columns":{"a":"${'x'.repeat(1_000_000)}"}}`,
  'very many wrong fields': `{"columns":{${many(50_000, (at) => `"c${at}":7`)}}}`,
  'very many unknown keys': `{"columns":{},${many(50_000, (at) => `"k${at}":7`)}}`,
  'a name without end': `{"columns":{"${'x'.repeat(1_000_000)}":7}}`,
  'a prototype for columns': '{"columns":{"__proto__":"email"}}',
  'a prototype instead of columns': '{"__proto__":{"columns":{}}}',
  'YAML with a tag': 'columns: !!js/function "function(){}"',
  'a program': 'module.exports = { columns: {} }',
  'two documents': '{"columns":{}}{"columns":{}}',
  'no end': '{"columns":{"a":',
};

for (const [what, text] of Object.entries(HOSTILE_JSON)) {
  test(`S34: ${what} is no mapping and no profile, which is said in one sentence`, () => {
    assert.throws(() => parseMappingFile('m.json', text), refusedAs('mapping_invalid'));
    assert.throws(() => parseProfile('p.json', text), refusedAs('profile_invalid'));
    assert.equal(({} as { columns?: unknown }).columns, undefined);
  });
}

test('S34: names that plain objects have are names of columns, keys and values like any other', async (t) => {
  const { store, dataDir } = makeStore(t);
  const [, ...names] = PROTO_NAMES;
  const list = join(dataDir, 'list.csv');
  writeFileSync(list, `First name,${names.join()}\nNoa,${names.join()}\n`);
  const columns = Object.fromEntries(names.map((name) => [name, name]));
  const mapping = parseMappingFile('m.json', JSON.stringify({ columns }));
  const table = join(dataDir, 'values.csv');
  writeFileSync(
    table,
    `old,toString\n${PROTO_NAMES.map((name) => `${name},new ${name}`).join('\n')}\n`,
  );
  const { batch } = await stageHere(store, [list], { mapping, values: [readValueTable(table)] });
  const [client = '{}'] = await store.readClients(batch.id, 1, 1);
  assert.deepEqual(JSON.parse(client), {
    first_name: 'Noa',
    ...Object.fromEntries(names.map((name) => [name, name])),
    toString: 'new toString',
  });
});

const HOSTILE_VALUES: Readonly<Record<string, string | Buffer>> = {
  nothing: '',
  'one column': 'old\na\n',
  'three columns': 'old,new,more\na,b,c\n',
  'a row that is too wide': 'old,status\na,b,c\n',
  'a nameless column': 'old,\na,b\n',
  'a quote without end': 'old,status\n"a,b\n',
  'two answers to one question': 'old,status\na,b\na,c\n',
  'bytes of a picture': Buffer.from('89504e470d0a1a0a0000000d494844520000', 'hex'),
  'nothing but NUL': Buffer.alloc(1000),
  'a row without end': `old,status\n${'x'.repeat(2_000_000)}`,
};

test('S34: a hostile table of values is refused in one sentence', (t) => {
  const folder = makeTempDir(t);
  for (const [what, text] of Object.entries(HOSTILE_VALUES)) {
    const path = join(folder, 'values.csv');
    writeFileSync(path, text);
    assert.throws(() => readValueTable(path), refusedAs('values_invalid'), what);
  }
});

test('S34: a table for a column that no list has is refused, also by a name that objects have', async (t) => {
  const { store, dataDir } = makeStore(t);
  const list = join(dataDir, 'list.csv');
  writeFileSync(list, 'First name,Email\nNoa,noa@example.org\n');
  for (const column of PROTO_NAMES) {
    const values = [{ column, values: new Map([['a', 'b']]) }];
    await assert.rejects(stageHere(store, [list], { values }), refusedAs('values_invalid'));
  }
});

test('S34: what an option names is read up to 8 MiB and no further', (t) => {
  const path = join(makeTempDir(t), 'mapping.json');
  const fitting = '{"columns":{}}'.padEnd(8 * 1024 ** 2);
  for (const [text, isTaken] of [
    [fitting.slice(1), undefined],
    [fitting, true],
    [`${fitting} `, false],
  ] as const) {
    writeFileSync(path, text);
    if (isTaken === true) assert.deepEqual(readMapping(path), { columns: {} });
    else if (isTaken === undefined)
      assert.throws(() => readMapping(path), refusedAs('mapping_invalid'));
    else assert.throws(() => readMapping(path), refusedAs('file_too_large'));
  }
});

test('S36: a pipe, a device and a folder are no files that an option may name, and links lead to one', (t) => {
  const folder = makeTempDir(t);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const path of [pipe, '/dev/zero', '/dev/stdin', folder])
    assert.throws(() => readTextFile(path, '--mapping'), refusedAs('file_unreadable'), path);
  symlinkSync('loop', join(folder, 'loop'));
  for (const path of [join(folder, 'none'), join(folder, 'loop'), 'a\0b'])
    assert.throws(() => readTextFile(path, '--mapping'), refusedAs('file_not_found'));
  writeFileSync(join(folder, 'real'), 'text');
  symlinkSync('real', join(folder, 'link'));
  assert.equal(readTextFile(join(folder, 'link'), '--mapping'), 'text');
});

const KEYS = Array.from(
  readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm),
).map(([, key = '']) => key);
const HOSTILE_SETTINGS = [
  ...['__proto__', '-1', '1e9', 'NaN', '0x10', 'true\nHOST=0.0.0.0', '\x1b[2J', '${PATH}', '$(id)'],
  ...['javascript:alert(1)', 'http://', '//x', '../../etc', '\ud800', ','.repeat(10_000)],
  'x'.repeat(100_000),
  'a,'.repeat(20_000),
];

test('S34: hostile settings are taken as the plain text that they are, or refused in one sentence', () => {
  assert.ok(KEYS.length > 30, String(KEYS.length));
  let refused = 0;
  for (const key of KEYS)
    for (const value of HOSTILE_SETTINGS) {
      try {
        loadConfig({ [key]: value });
      } catch (error) {
        assert.ok(refusedAs('config_invalid')(error));
        refused++;
      }
    }
  assert.ok(refused > KEYS.length * 3, String(refused));
  const all = Object.fromEntries(KEYS.map((key) => [key, '\x1b[2J']));
  assert.throws(() => loadConfig(all), refusedAs('config_invalid'));
  assert.equal(typeof loadConfig({ __proto__: { PORT: 'x' } } as never).port, 'number');
});

test('S34: a hostile .env is refused, or its lines mean nothing, and no line is code', async (t) => {
  const folder = makeTempDir(t);
  const refusals = [
    'PORT=$(id)\n',
    'PORT=`id`\n',
    `PORT=${'9'.repeat(100_000)}\n`,
    'PORT="4\n00"\n',
  ];
  for (const text of refusals) {
    writeFileSync(join(folder, '.env'), text);
    const ran = await runCli(folder, ['batches', '--json']);
    assert.equal(ran.code, 2, text.slice(0, 40));
    assert.match(ran.err, /^Error: The settings are not usable: PORT [^\n]+\.\n {2}[^\n]+\n$/);
  }
  const idle = `__proto__=1\nconstructor=2\n=3\n\0\nexport X=4\n${'A'.repeat(1_000_000)}`;
  writeFileSync(join(folder, '.env'), idle);
  assert.equal((await runCli(folder, ['batches', '--json'])).code, 0);
});

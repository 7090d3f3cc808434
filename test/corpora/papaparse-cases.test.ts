import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import vm from 'node:vm';
import { FerryError } from '../../src/errors.js';
import { openSources } from '../../src/files/open-sources.js';
import type { ReadOptions } from '../../src/staging/record-source.js';
import { makeTempDir } from '../helpers/temp-dir.js';

/** A case of the corpus; of its settings only the names, but for the delimiter. */
interface Case {
  description: string;
  input: string;
  settings: string[];
  delimiter?: string;
  data: string[][];
}

/** Rows, or the code of the refusal. */
type Outcome = readonly (readonly string[])[] | string;

/** Settings that leave open what the rows of a text are. */
const HARMLESS = ['delimiter', 'newline', 'fastMode', 'header'];

interface Difference {
  why: string;
  ours: Outcome;
  /** The rule is one for headers: read as a list without one, the rows are those of the corpus. */
  isOfHeader?: true;
}

const TRIMMED = 'White space around the name of a column is no part of the name.';
const NAMED = 'A column without a name is called after its place.';
const REPEATED = 'A repeated name is numbered in brackets.';
const BLANK = 'Blank lines are no records; they are counted.';
const NOTHING = 'A list that holds nothing is refused.';
const STRAY =
  'A quote in the middle of a cell is kept as it is and ends nothing: one stray quote costs one row, not the rest of the list.';

/** Where the product differs from the corpus on purpose, and what it gives instead. */
const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'Whitespace at edges of unquoted field': {
    why: TRIMMED,
    ours: [['a', 'b', 'c']],
    isOfHeader: true,
  },
  'Quoted field with extra whitespace on edges': {
    why: TRIMMED,
    ours: [['A', 'B', 'C']],
    isOfHeader: true,
  },
  'Quoted field with whitespace around quotes': {
    why: TRIMMED,
    ours: [['A', '"B"', 'C']],
    isOfHeader: true,
  },
  'Quoted field with 5 quotes in a row and a delimiter in there, too': {
    why: 'A first line that is mostly numbers is a record, so the list lacks its header.',
    ours: 'header_missing',
    isOfHeader: true,
  },
  'Line starts with unquoted empty field': {
    why: NAMED,
    ours: [
      ['Column 1', 'b', 'c'],
      ['d', 'e', 'f'],
    ],
    isOfHeader: true,
  },
  'Multiple consecutive empty fields': {
    why: NAMED,
    ours: [
      ['a', 'b', 'Column 3', 'Column 4', 'c', 'd'],
      ['', '', 'e', '', '', 'f'],
    ],
    isOfHeader: true,
  },
  'Simple duplicated header names': {
    why: REPEATED,
    ours: [
      ['A', 'A (2)', 'A (3)', 'A (4)'],
      ['1', '2', '3', '4'],
    ],
  },
  'Duplicated header names existing column': {
    why: REPEATED,
    ours: [
      ['c', 'c (2)', 'c (3)', 'c_1'],
      ['1', '2', '3', '4'],
    ],
  },
  'Duplicate header names with __proto__ field': {
    why: REPEATED,
    ours: [
      ['__proto__', '__proto__ (2)', '__proto__ (3)'],
      ['1', '2', '3'],
    ],
  },
  'Empty quoted field at EOF is empty': {
    why: 'A column that has neither a name nor a value behind the last one that has is none.',
    ours: [
      ['a', 'b'],
      ['a', 'b'],
    ],
  },
  'One column input with empty fields': { why: BLANK, ours: [['a'], ['b'], ['c'], ['d'], ['e']] },
  'Fast mode with blank line at end': { why: BLANK, ours: [['a', 'b', 'c']] },
  'Empty input string': { why: NOTHING, ours: 'file_empty' },
  'Input is just the delimiter (2 empty fields)': { why: NOTHING, ours: 'file_empty' },
  'Input is just empty fields': { why: NOTHING, ours: 'file_empty' },
  'Quoted field has no closing quote': {
    why: 'A quote that is never closed may have swallowed records, so the list is refused.',
    ours: 'quote_not_closed',
  },
  'Quoted field has invalid trailing quote after delimiter with a valid closer': {
    why: STRAY,
    ours: [
      ['"a,"b', 'c"'],
      ['d', 'e', 'f'],
    ],
  },
  'Quoted field has invalid trailing quote after delimiter': {
    why: STRAY,
    ours: [
      ['a', '"b,"c'],
      ['d', 'e', 'f'],
    ],
  },
  'Quoted field has invalid trailing quote before delimiter': {
    why: STRAY,
    ours: [
      ['a', '"b"c', 'd'],
      ['e', 'f', 'g'],
    ],
  },
  'Quoted field has invalid trailing quote after new line': {
    why: STRAY,
    ours: [['a', '"b,c\nd"e', 'f', 'g']],
  },
};

/** Runs the corpus with nothing around it, so that it only defines its cases. */
function loadCases(): Case[] {
  const corpus = createRequire(import.meta.url).resolve('papaparse/package.json');
  const code = readFileSync(join(dirname(corpus), 'tests', 'test-cases.js'), 'utf8');
  const describe = Object.assign(() => undefined, { skip: () => undefined });
  const context = vm.createContext({ chai: {}, Papa: {}, describe });
  vm.runInContext(code, context, { timeout: 10_000 });
  const read = `JSON.stringify(CORE_PARSER_TESTS.map(({ description, input, config = {}, expected }) => ({
    description, input, settings: Object.keys(config), delimiter: config.delimiter, data: expected.data })))`;
  return JSON.parse(String(vm.runInContext(read, context))) as Case[];
}

const ALL = loadCases();
const CASES = ALL.filter(({ settings }) => settings.every((one) => HARMLESS.includes(one)));

/** Header and records in one table; without a header only the records. */
async function readRows(t: TestContext, one: Case, options: ReadOptions = {}): Promise<Outcome> {
  const path = join(makeTempDir(t), 'case.csv');
  writeFileSync(path, one.input);
  try {
    const [source] = await openSources(path, { delimiter: one.delimiter, ...options });
    assert.ok(source);
    const rows = options.noHeader === true ? [] : [source.header];
    for await (const { cells } of source.records()) rows.push(cells);
    return rows;
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return error.code;
  }
}

test('the corpus is there, and every difference that is listed is one of its cases', () => {
  assert.ok(CASES.length >= 48, `${CASES.length} of ${ALL.length}`);
  const names = CASES.map(({ description }) => description);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(
    Object.keys(DIFFERENCES).filter((name) => !names.includes(name)),
    [],
  );
});

for (const one of CASES) {
  const difference = DIFFERENCES[one.description];
  if (difference === undefined) {
    test(`papaparse: ${one.description}: the same rows`, async (t) => {
      assert.deepEqual(await readRows(t, one), one.data);
      assert.deepEqual(await readRows(t, one, { noHeader: true }), one.data);
    });
    continue;
  }
  test(`papaparse: ${one.description}: different. ${difference.why}`, async (t) => {
    assert.notDeepEqual(difference.ours, one.data, 'differs no more: take it off the list');
    assert.deepEqual(await readRows(t, one), difference.ours);
    if (difference.isOfHeader)
      assert.deepEqual(await readRows(t, one, { noHeader: true }), one.data);
  });
}

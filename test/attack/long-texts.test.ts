import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { z } from 'zod';
import { FerryError } from '../../src/errors.js';
import { recognise } from '../../src/profiles/recognise.js';
import { createColumnPattern } from '../../src/profiles/column-pattern.js';
import { rule, transform } from '../../src/profiles/profile.js';
import { TARGETS } from '../../src/profiles/targets.js';
import { findBreach } from '../../src/staging/rules.js';
import { transformText } from '../../src/staging/transforms.js';
import { API_ROUTES } from '../helpers/api.js';
import { mapOne, PROFILES } from '../helpers/map.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { isLongForm, times } from '../support/long-form.js';
import { assertSwift, HOSTILE } from '../values/hostile.js';
import { readSourcePatterns } from './patterns-of-source.js';
import { fill } from './fill-schema.js';
import { listValueFunctions, VALUE_FUNCTIONS } from './value-functions.js';

/** In the short form every so many of the hostile texts; each piece comes in four forms. */
const EVERY = times(5, 1);
const TEXTS = HOSTILE.filter((_, at) => at % EVERY === 0);
const READING = { region: 'GB', zone: 'UTC', dateOrder: undefined };

const LENGTH = 100_000;
const COMMON = [' ', 'a', '0', '/', ';'];

/** Patterns that take more than linear time, with the most characters that they are ever given. */
const SHORT_ONLY: Readonly<Record<string, number>> = {
  // The fraction of a second in `values/read-time.ts`: a point and at most nine digits.
  [String.raw`/\.?0+$/`]: 10,
  // `values/phone.ts` looks at no longer text (`maxPhoneCharacters`).
  [String.raw`/[/~]\D*\d{1,2}\D*$/`]: 64,
};

/** Long texts of what a pattern itself speaks of, which make it go back and forth if anything does. */
function attacksOn({ source }: RegExp): string[] {
  const own = Array.from(source).filter((sign) => !/[\\()[\]{}?*+^$|]/.test(sign));
  const signs = [...new Set([...own.slice(0, times(6, 60)), ...COMMON])];
  const pieces = !isLongForm ? signs : signs.flatMap((sign) => [sign, `${sign}a`, ` ${sign}`]);
  return pieces.flatMap((piece) => {
    const long = piece.repeat(LENGTH / piece.length);
    return [`${long}\n\x01`, `\x01${long}\x01`];
  });
}

test('S22: every pattern of the source answers 100,000 characters within 50 ms, or is never given as many', () => {
  const patterns = readSourcePatterns();
  assert.ok(patterns.length > 200);
  for (const { place, pattern } of patterns) {
    const most = SHORT_ONLY[String(pattern)] ?? Infinity;
    const texts = attacksOn(pattern).map((text) => text.slice(-most));
    assertSwift((text) => text.replace(pattern, ''), texts, place);
  }
  const known = patterns.map(({ pattern }) => String(pattern));
  assert.deepEqual(
    Object.keys(SHORT_ONLY).filter((text) => !known.includes(text)),
    [],
  );
});

test('S22: every function of src/values that is given texts is in the table', async () => {
  assert.deepEqual(await listValueFunctions(), Object.keys(VALUE_FUNCTIONS).sort());
});

for (const [name, works] of Object.entries(VALUE_FUNCTIONS)) {
  if (works.length === 0) continue;
  test(`S22: ${name} answers 100,000 characters within 50 ms`, () => {
    for (const work of works) assertSwift(work, TEXTS);
  });
}

test('S22: every transform and every rule answers 100,000 characters within 50 ms', () => {
  for (const name of transform.options)
    assertSwift((text) => transformText(text, [name], READING, () => undefined), TEXTS, name);
  for (const option of rule.options) {
    const filled = rule.parse(fill(option, 'x'));
    assertSwift((text) => findBreach('Email', text, [filled]), TEXTS, filled.rule);
  }
});

test('S22: a cell of 100,000 characters costs less than 50 ms whatever its column feeds', () => {
  for (const target of Object.keys(TARGETS))
    assertSwift(
      (text) => mapOne(['First name', 'X'], ['Noa', text], { columns: { X: target } }),
      TEXTS.filter((_, at) => at % times(4, 1) === 0),
      target,
    );
});

test('S22: a header of 100,000 characters is recognised, or not, within 50 ms', () => {
  assertSwift((text) => {
    try {
      recognise({ header: ['First name', text], sample: [] }, PROFILES);
    } catch (error) {
      assert.ok(error instanceof FerryError, String(error));
    }
  }, TEXTS);
});

test('S22: every column of every profile is compared with a header of 100,000 characters within 50 ms', () => {
  const names = new Set(PROFILES.flatMap(({ columns }) => Object.keys(columns)));
  const wild = [...names].filter((name) => /[#*]/.test(name));
  assert.ok(wild.length > 10);
  for (const name of ['Email', ...wild])
    assertSwift(
      (text) => createColumnPattern(name).matches(text),
      TEXTS.slice(0, times(6, 60)),
      name,
    );
});

test('S22: every schema of the API answers texts of 100,000 characters within 50 ms', () => {
  const schemas = API_ROUTES.flatMap(({ query, body }) => [query, body]);
  const tried = schemas.filter((schema) => schema instanceof z.ZodType);
  assert.ok(tried.length > 12, String(tried.length));
  for (const schema of tried)
    assertSwift((text) => schema.safeParse(fill(schema, text)), TEXTS.slice(0, times(12, 400)));
});

const ROWS = times(6_000, 50_000);
const HEADER = 'Client ID,First name,Last name,Email,Phone,Notes';
const FIELDS = { 'Client ID': 'external_id', Notes: 'notes' };

type Row = (n: number) => string;
const clean: Row = (n) =>
  `${n},Mira,Okafor,client${n}@example.org,+4420794${60_000 + (n % 9_999)},Likes tea and long walks`;
const MOBILE = '07911 123456';
const withEmailAndPhone = (email: string, phone: string): Row => {
  return (n) => `${n},Mira,Okafor,"${email.replaceAll('?', String(n))}",${phone},Likes tea`;
};

/** Lists that make every record as hard as can be, in some way. */
const HOSTILE_LISTS: Readonly<Record<string, Row>> = {
  'a stray quote, then rows of another width': (n) =>
    n === 1 ? '1,Mi"ra,Okafor,,,' : `${n},Mira,Okafor`,
  'a stray quote in every row': (n) => clean(n).replace('Mira', 'Mi"ra'),
  'damaged cells': (n) => `${n},test,n/a,client${n}(at)example.org,1.2E+05,&eacute; Ã© =1+1`,
  'phones of far too many digits': withEmailAndPhone('c?@example.org', '0'.repeat(60)),
  'two phones in a cell': withEmailAndPhone('c?@example.org', `${MOBILE} / ${MOBILE}`),
  'many addresses in a cell': withEmailAndPhone('Noa <a?@b.co>; b?@exam-ple.org; é?@b.co', MOBILE),
  'one address for all': withEmailAndPhone('noa@example.org', MOBILE),
  'broken letters': (n) =>
    `${n},Žižić 王小明,İlker Ã©va,client${n}@example.org,,${'Ã©'.repeat(20)}`,
};

/** The processor time that it takes to stage a list of such rows. */
async function stageMs(t: TestContext, row: Row): Promise<number> {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'list.csv');
  const rows = Array.from({ length: ROWS }, (_, at) => row(at + 1));
  writeFileSync(path, `${HEADER}\n${rows.join('\n')}\n`);
  const before = process.cpuUsage();
  const { batch } = await stageHere(store, [path], {
    mapping: { columns: FIELDS },
    reading: READING,
  });
  const { user, system } = process.cpuUsage(before);
  assert.equal(batch.counts.records, ROWS);
  return (user + system) / 1000;
}

/** The bar is 2; a list that takes a moment swings further, and what a pattern can do wrong is far above either. */
const MOST = times(6, 2);

/** The least of some tries: whatever else the machine does only adds to it. */
async function leastMs(t: TestContext, row: Row): Promise<number> {
  const tried: number[] = [];
  for (let n = 0; n < times(2, 3); n++) tried.push(await stageMs(t, row));
  return Math.min(...tried);
}

test('S22: a list of hostile rows is staged in about the time of a clean one', async (t) => {
  await stageMs(t, clean);
  const cleanMs = await leastMs(t, clean);
  for (const [what, row] of Object.entries(HOSTILE_LISTS)) {
    const ratio = (await leastMs(t, row)) / cleanMs;
    t.diagnostic(`${what}: ${ratio.toFixed(2)} x`);
    assert.ok(ratio < MOST, `${what}: ${ratio.toFixed(2)} x`);
  }
});

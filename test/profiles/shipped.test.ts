import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { createColumnPattern } from '../../src/profiles/column-pattern.js';
import { normaliseHeaderName } from '../../src/profiles/header-name.js';
import {
  profileSchema,
  type ColumnSpec,
  type Matters,
  type Profile,
} from '../../src/profiles/profile.js';
import { isTargetName, mergeOf } from '../../src/profiles/targets.js';
import { templateHeader } from '../../src/profiles/template.js';

const PROFILES = fileURLToPath(new URL('../../data/profiles', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../data/samples', import.meta.url));

/** Lists of no known layout: their columns are told by what they mean, so the profile need not name them. */
const GENERAL = 'clients';

/** Keys that are custom fields of the business on purpose. */
const CUSTOM = ['Latitude', 'Longitude', 'custom_field1', 'custom_field2', 'custom_field3'];

/** The columns that the reader of vCards gives, with two of each that is numbered. */
const VCARD_HEADER = [
  ...['Formatted name', 'First name', 'Last name', 'Additional names', 'Prefix', 'Suffix'],
  ...['Nickname', 'Organisation', 'Department', 'Title', 'Email 1', 'Email 2'],
  ...['Phone 1', 'Phone 1 type', 'Phone 2', 'Phone 2 type'],
  ...['Street 1', 'City 1', 'Region 1', 'Postal code 1', 'Country 1'],
  ...['Street 2', 'City 2', 'Region 2', 'Postal code 2', 'Country 2'],
  ...['URL', 'Birthday', 'Note', 'Categories', 'UID', 'Revision'],
];

interface Sample {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const fileNames = readdirSync(PROFILES).filter((name) => name.endsWith('.json'));
const profiles = fileNames.map((name) => profileSchema.parse(readJson(name)));
const samples = readdirSync(SAMPLES).map(readSample);

function readJson(fileName: string): unknown {
  return JSON.parse(readFileSync(join(PROFILES, fileName), 'utf8'));
}

function readSample(fileName: string): Sample {
  const name = basename(basename(fileName, '.csv'), '.vcf');
  const text = readFileSync(join(SAMPLES, fileName), 'utf8');
  if (fileName.endsWith('.vcf')) return { name, header: VCARD_HEADER, rows: [[text]] };
  const [header = [], ...rows] = parse(text);
  return { name, header, rows };
}

function profileOf({ name }: Sample): Profile {
  const profile = profiles.find((one) => one.name === name);
  assert.ok(profile, `a profile for ${name}`);
  return profile;
}

const mattersOf = ({ clients }: Profile): Matters | undefined =>
  'matters' in clients ? clients.matters : undefined;

/** The entry of a table that a header name belongs to, exact names before patterns. */
function findColumn(header: string, table: Readonly<Record<string, ColumnSpec>>) {
  const entries = Object.entries(table).map(
    ([name, spec]) => [createColumnPattern(name), spec, name] as const,
  );
  return (
    entries.find(([pattern]) => pattern.isExact && pattern.matches(header)) ??
    entries.find(([pattern]) => pattern.matches(header))
  );
}

function joinsOf({ clients }: Profile): string[] {
  return clients.shape === 'joined'
    ? [clients.code, ...clients.parents.map(({ column }) => column)]
    : [];
}

/** Whether a profile's signature is there in full. */
function claims({ recognisedBy }: Profile, header: readonly string[]): boolean {
  if (!recognisedBy) return false;
  const names = new Set(header.map(normaliseHeaderName));
  const has = (name: string) => names.has(normaliseHeaderName(name));
  return recognisedBy.headers.every(has) && !recognisedBy.without?.some(has);
}

test('every shipped profile is valid and bears the name of its file', () => {
  assert.deepEqual(
    profiles.map(({ name }) => `${name}.json`),
    fileNames,
  );
  assert.ok(profiles.length > 50);
});

test('every shipped profile is written in the same order', () => {
  const order = ['$schema', 'name', 'title', 'from', 'recognisedBy', 'columns', 'otherColumns'];
  const all = [...order, 'ignored', 'defaults', 'clients'];
  for (const name of fileNames) {
    const keys = Object.keys(readJson(name) as object);
    assert.deepEqual(
      keys,
      all.filter((key) => keys.includes(key)),
      name,
    );
    assert.equal(keys[0], '$schema', name);
  }
});

test('titles are different, so that people can tell layouts apart', () => {
  assert.equal(new Set(profiles.map(({ title }) => title)).size, profiles.length);
});

test('every profile has a sample, and every sample a profile', () => {
  assert.deepEqual(samples.map(({ name }) => name).sort(), profiles.map(({ name }) => name).sort());
});

test('every sample is recognised by its own profile and by no other', () => {
  for (const { name, header } of samples) {
    const found = profiles.filter((profile) => claims(profile, header)).map((one) => one.name);
    assert.deepEqual(found, name === GENERAL ? [] : [name], name);
  }
});

test('the template of every profile is recognised by that profile and by no other', () => {
  for (const profile of profiles.filter(({ name }) => name !== GENERAL)) {
    const header = templateHeader(profile);
    const found = profiles.filter((one) => claims(one, header)).map(({ name }) => name);
    assert.deepEqual(found, [profile.name], profile.name);
  }
});

test('lists of a few plain columns are claimed by no profile', () => {
  for (const header of [
    ['First name', 'Last name', 'Email address', 'Phone number', 'Company', 'Note'],
    ['First Name', 'Last Name', 'Phone', 'Email', 'Notes'],
    ['Customer Name', 'Customer Email', 'Customer Phone'],
    ['Timestamp', 'Email Address', 'Your full name', 'Phone'],
    ['Name', 'Email', 'Phone'],
    ['First name', 'Last name', 'E-mail address', 'Phone', 'Notes'],
    ['fname', 'lname', 'email', 'phone'],
  ]) {
    assert.deepEqual(
      profiles.filter((profile) => claims(profile, header)).map(({ name }) => name),
      [],
      header.join(),
    );
  }
});

test('a signature names each column once, and none that must not be there', () => {
  for (const { name, recognisedBy } of profiles) {
    const { headers = [], without = [] } = recognisedBy ?? {};
    const names = [...headers, ...without].map(normaliseHeaderName);
    assert.equal(new Set(names).size, names.length, name);
  }
});

test('every column of every sample is imported, joined, or left out with a reason', () => {
  for (const sample of samples.filter(({ name }) => name !== GENERAL)) {
    const profile = profileOf(sample);
    const names = [
      ...Object.keys(profile.columns),
      ...Object.keys(mattersOf(profile)?.columns ?? {}),
      ...Object.keys(profile.ignored),
      ...joinsOf(profile),
    ].map(createColumnPattern);
    const unknown = sample.header.filter((column) => !names.some((name) => name.matches(column)));
    // Opencell's templates end with columns of one's own.
    assert.deepEqual(unknown, sample.name === 'opencell-customer' ? ['LOYALTY_CARD'] : []);
    if (unknown.length > 0) assert.equal(profile.otherColumns, 'custom');
  }
});

test('no column name stands in two tables of a profile', () => {
  for (const profile of profiles) {
    const names = [profile.columns, mattersOf(profile)?.columns ?? {}, profile.ignored]
      .flatMap(Object.keys)
      .map((name) =>
        name
          .split(/([#*])/)
          .map((part) => normaliseHeaderName(part))
          .join(''),
      );
    assert.equal(new Set(names).size, names.length, profile.name);
  }
});

test('a name holds one wildcard at most, which is all that patterns know', () => {
  for (const profile of profiles) {
    for (const table of [profile.columns, mattersOf(profile)?.columns ?? {}, profile.ignored]) {
      for (const name of Object.keys(table)) assert.ok(name.split(/[#*]/).length <= 2, name);
    }
  }
});

test('what columns of clients feed is a target, or a custom field on purpose', () => {
  for (const { name, columns, defaults } of profiles) {
    for (const { to } of Object.values(columns)) {
      assert.ok(isTargetName(to) || CUSTOM.includes(to), `${name}: ${to}`);
    }
    for (const to of Object.keys(defaults)) assert.ok(isTargetName(to), `${name}: ${to}`);
  }
});

test('a target that takes one column is fed by one column of a sample at most', () => {
  for (const sample of samples.filter(({ name }) => name !== GENERAL)) {
    const { columns } = profileOf(sample);
    const fed = sample.header
      .map((column) => findColumn(column, columns)?.[1].to)
      .filter((to) => to !== undefined && mergeOf(to) === 'one');
    assert.equal(new Set(fed).size, fed.length, `${sample.name}: ${fed.join()}`);
  }
});

test('each key of a matter is fed by one column, and a wildcard stands for a key per column', () => {
  for (const sample of samples.filter(({ name }) => name !== GENERAL)) {
    const columns = mattersOf(profileOf(sample))?.columns ?? {};
    for (const [name, { to }] of Object.entries(columns)) {
      if (/[#*]/.test(name)) assert.equal(to, name);
    }
    const fed = sample.header.flatMap((column) => {
      const found = findColumn(column, columns);
      return found ? [found[0].isExact ? found[1].to : column] : [];
    });
    assert.equal(new Set(fed).size, fed.length, `${sample.name}: ${fed.join()}`);
  }
});

test('what names a matter, is derived or is filled in belongs to its keys', () => {
  for (const profile of profiles) {
    const matters = mattersOf(profile);
    if (!matters) continue;
    const keys = new Set(Object.values(matters.columns).map(({ to }) => to));
    const kind = matters.perKind ? [matters.perKind.kind] : [];
    const sources = Object.values(matters.derived).map(({ from }) => from);
    for (const key of [...matters.namedBy, ...Object.keys(matters.defaults), ...sources, ...kind]) {
      assert.ok(keys.has(key), `${profile.name}: ${key}`);
    }
  }
});

test('every profile of clients gives them a name', () => {
  for (const { name, columns, defaults, clients } of profiles) {
    if (clients.shape === 'joined' && clients.parents.length > 0) continue;
    const fed = [...Object.values(columns).map(({ to }) => to), ...Object.keys(defaults)];
    assert.ok(
      fed.some((to) => ['first_name', 'full_name'].includes(to)),
      name,
    );
  }
});

test('no profile says yes for anyone: consent comes from the file or is left open', () => {
  for (const { name, defaults } of profiles) {
    assert.equal(defaults['opt_in'], undefined, name);
  }
});

test('columns with secrets, network addresses and tax ids are never imported', () => {
  const forbidden =
    /passw|secret|token|\bip\b|_ip$|resale|\bvat\b|tax.?(number|id)|iban|card.?number/i;
  for (const profile of profiles) {
    const imported = [profile.columns, mattersOf(profile)?.columns ?? {}].flatMap(Object.keys);
    assert.deepEqual(
      imported.filter((column) => forbidden.test(column)),
      [],
      profile.name,
    );
  }
});

test('samples hold a few records, each as wide as the header', () => {
  for (const { name, header, rows } of samples.filter((sample) => isTable(sample))) {
    assert.ok(rows.length >= 4 && (name === GENERAL || rows.length <= 12), name);
    for (const row of rows) assert.equal(row.length, header.length, name);
  }
});

test('samples show what goes wrong elsewhere: blank cells, lines within cells, leading zeros', () => {
  const cells = samples.filter(isTable).flatMap(({ rows }) => rows.flat());
  for (const look of [/^$/, /\n/, /^0\d+$/, /"/, /^\p{Script=Han}+$/u, /Ñíguez/]) {
    assert.ok(
      cells.some((cell) => look.test(cell)),
      String(look),
    );
  }
});

test('samples hold made-up addresses only', () => {
  for (const { name, rows } of samples) {
    for (const [, domain = ''] of rows
      .flat()
      .join('\n')
      .matchAll(/(?:@|https?:\/\/)([\w.-]+)/g)) {
      assert.match(domain, /^(?:[\w-]+\.)*example\.(?:com|org|net)$/, name);
    }
  }
});

test('samples hold phone numbers that are reserved for stories only', () => {
  for (const { name, rows } of samples.filter((sample) => sample.name !== GENERAL)) {
    for (const [, digits = ''] of rows
      .flat()
      .join('\n')
      .matchAll(/\+([\d ]{9,})/g)) {
      assert.match(digits.replaceAll(' ', ''), /^(?:442079460\d{3}|120255501\d{2})/, name);
    }
  }
});

test('codes of the Opencell samples fit together', () => {
  const family = samples.filter(({ name }) => name.startsWith('opencell-'));
  const codes = new Map(
    family.map((sample) => [kindOf(sample), new Set(cellsOf(sample, codeOf(sample)))]),
  );
  assert.equal(codes.size, 10);
  for (const sample of family) {
    const { clients } = profileOf(sample);
    assert.ok(clients.shape === 'joined' && clients.family === 'opencell');
    assert.equal(new Set(cellsOf(sample, clients.code)).size, sample.rows.length, sample.name);
    for (const { column, kind } of clients.parents) {
      for (const code of cellsOf(sample, column)) {
        assert.ok(code === '' || codes.get(kind)?.has(code), `${sample.name}: ${code}`);
      }
    }
  }
});

test('only customers stand at the top of the Opencell family, and every way leads up to them', () => {
  const joined = profiles.flatMap(({ clients }) => (clients.shape === 'joined' ? [clients] : []));
  const tops = joined.filter(({ parents }) => parents.length === 0).map(({ kind }) => kind);
  assert.deepEqual(tops, ['CUSTOMER']);
  const kinds = new Set(joined.map(({ kind }) => kind));
  for (const { parents } of joined)
    for (const { kind } of parents) assert.ok(kinds.has(kind), kind);
});

const isTable = ({ name }: Sample): boolean => name !== 'vcard';

function cellsOf({ header, rows }: Sample, column: string): string[] {
  const index = header.indexOf(column);
  assert.notEqual(index, -1, column);
  return rows.map((row) => row[index] ?? '');
}

function kindOf(sample: Sample): string {
  const { clients } = profileOf(sample);
  return clients.shape === 'joined' ? clients.kind : '';
}

function codeOf(sample: Sample): string {
  const { clients } = profileOf(sample);
  return clients.shape === 'joined' ? clients.code : '';
}

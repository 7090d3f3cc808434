import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ColumnSpec } from '../../src/profiles/profile.js';
import { TARGETS } from '../../src/profiles/targets.js';
import { createColumnReader, type ReaderOptions } from '../../src/staging/column-reader.js';
import { Findings } from '../../src/staging/issue.js';
import { CELLS } from './hostile-lists.js';

/** A column that feeds a target, or a custom field of its own name. */
interface Column {
  field: string;
  spec: Omit<ColumnSpec, 'to'>;
  region: string | undefined;
  /** Its first cells, by which the length of codes is told. */
  sample: string[];
}

function createReader({ field, spec, region, sample }: Column, looksClosely: boolean) {
  const options: ReaderOptions = {
    reading: { region, zone: 'UTC', dateOrder: undefined },
    customFields: [],
    values: [],
    looksClosely,
  };
  const mapping = { index: 0, column: 'Any', field, confidence: 1, reason: '' };
  return createColumnReader({ ...mapping, spec: { to: field, ...spec } }, sample, options);
}

/** All that a reader tells of a cell. */
function tell(reader: ReturnType<typeof createReader>, cell: string, isFollower: boolean) {
  const findings = new Findings(7);
  const values = reader.read(cell, findings, isFollower);
  const { errors, warnings, unmatched, uniques } = findings;
  return { values, errors, warnings, unmatched, uniques };
}

const CODES = Array.from({ length: 30 }, (_, n) => String(n * 7919).padStart(5, '0'));
const SPECS: Column['spec'][] = [
  {},
  { transforms: ['trim'] },
  { transforms: ['lower-case'] },
  { transforms: ['trim', 'phone'] },
  { transforms: [] },
  { rules: [{ rule: 'required' }, { rule: 'max-length', characters: 9 }] },
  { rules: [{ rule: 'unique' }] },
  { rules: [{ rule: 'email' }] },
  { rules: [{ rule: 'one-of', values: ['customer', 'lead'] }] },
  { values: { customer: 'lead', yes: 'no' } },
  { splitOn: [';', ' '] },
];
const FRAGMENTS = [
  ...[
    ' ',
    '  ',
    '\t',
    '\u00a0',
    "'",
    '#',
    '&',
    '=',
    '=?',
    '.',
    '@',
    '+',
    '0',
    '44',
    'e',
    'E+',
    '-',
    '/',
  ],
  ...[
    ';',
    ',',
    '|',
    '<',
    '(',
    ')',
    '"',
    '\\',
    '\n',
    '\r',
    '\u0007',
    '\u007f',
    '\u2028',
    '\ufffd',
    '\ud800',
  ],
  ...[
    'é',
    'Š',
    'Ã',
    '©',
    'Â',
    '×',
    'ÿ',
    'ſ',
    '\u212a',
    'İ',
    '王',
    '👩',
    '\u0301',
    'ß',
    '\u0085',
    'ƀ',
  ],
  ...[
    'test',
    'no',
    'n/a',
    'x',
    'xxx',
    'example',
    '.org',
    'noa',
    '020 7946 0018',
    '7911123456',
    '&amp;',
  ],
];

const columns: fc.Arbitrary<Column> = fc.record({
  field: fc.constantFrom(...Object.keys(TARGETS), 'Own field'),
  spec: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, fc.constantFrom(...SPECS)),
  region: fc.constantFrom(undefined, 'GB', 'DE', 'CA', 'IL', 'US'),
  sample: fc.constantFrom([], CODES),
});
const cells = fc.oneof(
  fc.constantFrom(...Object.values(CELLS).flat()),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.stringMatching(/^\+?[0-9 ().-]{1,20}$/),
  fc.emailAddress(),
);

test('the short way through a column gives what the long way gives, whatever the cell', () => {
  fc.assert(
    fc.property(
      columns,
      fc.array(cells, { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      (column, list, isFollower) => {
        const [short, long] = [createReader(column, false), createReader(column, true)];
        for (const cell of list)
          assert.deepEqual(tell(short, cell, isFollower), tell(long, cell, isFollower), cell);
      },
    ),
    { numRuns: 3000 },
  );
});

test('good cells go the short way', () => {
  const rows: readonly (readonly [field: string, cell: string])[] = [
    ['first_name', 'Zoé'],
    ['last_name', "O'Malley"],
    ['email', 'noa.levi+crm@mail.example.org'],
    ['phone', '+44 20 7946-0018'],
    ['external_id', '000017'],
    ['street', '2 "High" Street, rear'],
    ['notes', 'pays by invoice, thirty days'],
  ];
  for (const [field, cell] of rows) {
    const reader = createReader({ field, spec: {}, region: undefined, sample: [] }, false);
    assert.notEqual(reader.readPlain(cell), undefined, `${field}: ${cell}`);
  }
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { FerryError } from '../../src/errors.js';
import { openSources } from '../../src/files/open-sources.js';
import { findTable } from '../../src/files/table/find-table.js';
import { RecordMaker } from '../../src/files/table/record-maker.js';
import { DUPLICATE_POLICIES, type RecordPlace, type Reject } from '../../src/staging/batch.js';
import type { BatchWriter, StagingStore } from '../../src/staging/batch-writer.js';
import { MATTER_FORMS } from '../../src/staging/reading.js';
import type { OpenSources, RecordSource } from '../../src/staging/record-source.js';
import { stageFiles, type StageOutcome } from '../../src/staging/stage-files.js';
import { createStageRequest, type StageRequest } from '../../src/staging/stage-request.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { openRecordSpool } from '../../src/store/sqlite/record-spool.js';
import { PROFILES } from '../helpers/map.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { times } from '../support/long-form.js';

/** What a staging wrote, in memory. */
interface Written {
  clients: { place: RecordPlace; json: string }[];
  merged: RecordPlace[];
  rejects: Reject[];
}

type Staged = StageOutcome & { written: Written };

/** Stages into memory. A dry run would throw away what it writes, so this is a store that keeps nothing else. */
async function stage(
  open: OpenSources,
  paths: string[],
  changes: Partial<StageRequest>,
): Promise<Staged> {
  const written: Written = { clients: [], merged: [], rejects: [] };
  const writer: BatchWriter = {
    addClient: (place, json) => written.clients.push({ place, json }),
    addMerged: (place) => written.merged.push(place),
    addReject: (reject) => written.rejects.push(reject),
    addWarning: () => undefined,
    drain: () => Promise.resolve(),
    seal: (batch) => Promise.resolve(batch),
    abandon: () => Promise.resolve(),
  };
  const store: StagingStore = {
    createBatchWriter: () => Promise.resolve(writer),
    keepBatch: () => Promise.resolve(true),
    listBatches: () => Promise.resolve([]),
    findMapping: () => Promise.resolve(undefined),
    rememberMapping: () => Promise.resolve(),
  };
  const outcome = await stageFiles(
    {
      ...{ store, profiles: PROFILES, openSources: open, openKeyIndex, openRecordSpool },
      createId: () => 'b',
      now: () => new Date(0),
      throwIfStopped: () => undefined,
      onProgress: () => undefined,
    },
    createStageRequest(paths, 'b1', changes),
  );
  return { ...outcome, written };
}

/** A generated file: its header and the rows below, some of which are blank. */
interface List {
  layout: LayoutName;
  header: string[];
  rows: string[][];
}

const isBlankRow = (row: readonly string[]) => row.every((cell) => cell.trim() === '');

/** A source whose rows are in memory already, made into records as those of a file are. */
function sourceOf({ header, rows }: List, at: number): RecordSource {
  const table = [header, ...rows].map((cells, index) => ({ line: index + 1, cells }));
  const head = table.filter(({ cells }) => !isBlankRow(cells)).slice(0, 60);
  const layout = findTable('list.csv', head, { headerLine: 1 });
  let passed = { blankLines: 0, bytes: 0 };
  const read = () => {
    const pass = { blankLines: 0, bytes: 0 };
    passed = pass;
    const onBlankLines = (count: number) => (pass.blankLines += count);
    const maker = new RecordMaker(layout, { name: 'list.csv', onBlankLines });
    const records = table.flatMap(({ line, cells }) => {
      const record = maker.take(line, [...cells], 0);
      return [...maker.release(), ...(record ? [record] : [])];
    });
    return [...records, ...maker.end(0)];
  };
  return {
    ...{ name: `list ${at}.csv`, bytes: 0, sha256: String(at), form: 'csv', encoding: 'utf-8' },
    ...{ encodingReason: '', delimiter: ',', ...layout },
    sample: read().slice(0, 100),
    async *records() {
      for (const record of read()) yield await Promise.resolve(record);
    },
    get passed() {
      return passed;
    },
  };
}

const NAMES = ['Noa', 'Mira', 'Zoé', "O'Malley", '田中', ' Ada ', 'Noa Levi', 'Jonas', 'Idris', ''];
const EMAILS = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((n) => [
  `noa${n}@example.org`,
  `NOA${n}@example.org`,
]);
const WORDS = ['Gold', '1 Mill Lane', 'yes', 'no', '000017', 'a\nb', ' x ', '__proto__', ''];
const DAYS = ['2024-03-01', '03/04/2024', ''];
const CODES = ['C1', 'C2', 'C3', 'C4', ''];
/** Cells that fit nowhere in particular. */
const WILD = [
  ...[
    '',
    ' ',
    '\u00a0',
    '=1+1',
    "'0501",
    '#REF!',
    'Ã©',
    '1.2E+05',
    '&amp;',
    'test',
    'n/a',
    'Total',
  ],
  ...[
    'ada(at)example.org',
    'a@example.org; b@example.org',
    '999',
    '41.3',
    'x'.repeat(600),
    '\ufeff',
  ],
];

/** Columns with cells that fit them: those by which a layout is recognised, and those that it may have. */
const LAYOUTS = {
  plain: {
    must: { 'First name': NAMES, Surname: NAMES },
    may: { Email: EMAILS, Phone: ['+44 20 7946 0018', '0501'], Notes: WORDS, Tags: WORDS },
  },
  'uisp-clients': {
    must: {
      ...{ Id: ['1', '2', '', ''], 'First name': NAMES, Emails: EMAILS, Phones: ['0501'] },
      ...{ 'Registration date': DAYS, Service: ['Fibre', 'Cable', ''] },
      ...{ 'Service invoice label': ['Internet', ''], 'Service active from (Y-m-d)': DAYS },
    },
    may: { 'Service latitude': ['41.3', '91'], 'Company name': NAMES, Note: WORDS },
  },
  'seeclickfix-issues': {
    must: {
      ...{ lat: ['41.3', '-3'], lng: ['-72.9', '5'], address: ['1 Mill Lane'] },
      ...{ request_type: ['Pothole', 'Pothole', 'Graffiti'], summary: WORDS, description: WORDS },
      ...{ created_at: ['2015-12-05T13:11:59-05:00'] },
    },
    may: { reporter_email: [...EMAILS, ''], 'Q: How deep?': ['', '', '10 cm'], closed_at: [''] },
  },
  'google-contacts': {
    must: {
      ...{ 'First Name': NAMES, 'Phonetic First Name': [''], 'File As': NAMES, Photo: [''] },
      ...{ 'Organization Name': NAMES, 'Organization Department': [''], Labels: ['A ::: B', ''] },
    },
    may: { 'E-mail 1 - Value': EMAILS, 'E-mail 2 - Value': EMAILS, Notes: WORDS },
  },
  'opencell-customer': {
    must: {
      ...{ OC_CUST_CODE: CODES, OC_CUST_FIRST_NAME: NAMES, OC_CUST_LAST_NAME: NAMES },
      ...{ OC_CUST_EMAIL: EMAILS },
    },
    may: { OC_CUST_PHONE: ['0501'], Loyalty: WORDS },
  },
  'opencell-customer-account': {
    must: {
      ...{ OC_CA_CODE: ['A1', 'A2', 'A3', ''], OC_CUST_CODE: CODES, OC_CA_CURRENCY: ['EUR'] },
      ...{ OC_CA_LANGUAGE: ['ENG'] },
    },
    may: { OC_CA_DESCRIPTION: WORDS, OC_CA_EMAIL: EMAILS },
  },
} satisfies Record<string, Record<'must' | 'may', Record<string, string[]>>>;

type LayoutName = keyof typeof LAYOUTS;

/** What becomes of a row's cells, which are in the order of the header, and a cell that fits nowhere. */
const SHAPES: readonly ((cells: string[], wild: string, header: string[]) => string[])[] = [
  ...Array.from({ length: 30 }, () => (cells: string[]) => cells),
  (cells) => cells.slice(0, 1),
  (cells) => cells.slice(0, -1),
  (cells) => [...cells, '', ''],
  (cells, wild) => [...cells, '', wild],
  (cells, wild) => [...cells.slice(1).map(() => ''), wild],
  (_, __, header) => header,
  () => [''],
  (cells) => cells.map(() => ' '),
  (_, wild) => ['Total', wild],
  (_, wild) => [wild, 'Exported on 2026-11-21'],
];

/** A list of one layout; its columns in any order, some of those that it may have, at times one twice. */
function listOf(layout: LayoutName): fc.Arbitrary<List> {
  const must = Object.entries<string[]>(LAYOUTS[layout].must);
  const may = Object.entries<string[]>(LAYOUTS[layout].may);
  const columns = [...must, ...may, ...may.slice(0, 2)];
  const wild = fc.oneof(fc.constantFrom(...WILD), fc.string({ unit: 'binary', maxLength: 12 }));
  const cells = columns.map(([, fitting]) =>
    fc.oneof({ weight: 60, arbitrary: fc.constantFrom(...fitting) }, wild),
  );
  const row = fc.record({ cells: fc.tuple(...cells), wild, shape: fc.constantFrom(...SHAPES) });
  return fc
    .record({
      order: fc.shuffledSubarray([...columns.keys()], { minLength: columns.length }),
      left: fc.subarray([...columns.keys()].slice(must.length)),
      rows: fc.array(row, { maxLength: 10, size: 'max' }),
    })
    .map(({ order, left, rows }) => {
      const chosen = order.filter((at) => !left.includes(at));
      const pick = (all: readonly string[]) => chosen.map((at) => all[at] ?? '');
      const header = pick(columns.map(([column]) => column));
      return {
        ...{ layout, header },
        rows: rows.map((one) => one.shape(pick(one.cells), one.wild, header)),
      };
    });
}

const list = fc.oneof(...Object.keys(LAYOUTS).map((layout) => listOf(layout as LayoutName)));

const options = fc.record({
  onDuplicate: fc.constantFrom(...DUPLICATE_POLICIES),
  matterForm: fc.constantFrom(...MATTER_FORMS),
  start: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 12 })),
  limit: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
});

interface Expected {
  /** Places of the records in the slice, in the order of the files. */
  taken: RecordPlace[];
  skipped: number;
  blankLines: number;
  stopsAtLimit: boolean;
}

/** What a staging has to account for, told from the rows alone: services go with the client above them. */
function expect(lists: readonly List[], start: number, limit = Infinity): Expected {
  const expected: Expected = { taken: [], skipped: 0, blankLines: 0, stopsAtLimit: false };
  let position = 0;
  for (const [file, { layout, header, rows }] of lists.entries()) {
    const id = header.indexOf('Id');
    let record = 0;
    for (const [at, row] of rows.entries()) {
      if (isBlankRow(row)) {
        expected.blankLines++;
        continue;
      }
      record++;
      const isService = layout === 'uisp-clients' && (row[id] ?? '').trim() === '';
      if (position === 0 || !isService) position++;
      if (position >= start + limit) return { ...expected, stopsAtLimit: true };
      if (position < start) expected.skipped++;
      else expected.taken.push({ file, record, line: at + 2 });
    }
  }
  return expected;
}

const keyOf = ({ file, record, line }: RecordPlace) => `${file}/${record}/${line}`;

/** The books: every record of the slice is in exactly one of them, at its place, with its cells when it is rejected. */
function checkBooks(lists: readonly List[], { batch, written }: Staged, expected: Expected): void {
  const { counts } = batch;
  const leads = new Set(written.clients.map(({ place }) => keyOf(place)));
  const places = [...leads, ...[...written.merged, ...written.rejects].map(keyOf)];
  assert.deepEqual(places.sort(), expected.taken.map(keyOf).sort());
  assert.equal(counts.accepted, leads.size);
  assert.equal(counts.clients, written.clients.length);
  assert.equal(counts.merged, written.merged.length);
  assert.equal(counts.rejected, written.rejects.length);
  assert.equal(counts.outsideSlice, expected.skipped);
  const { records, accepted, merged, rejected, outsideSlice } = counts;
  assert.equal(accepted + merged + rejected + outsideSlice, records);
  const caused = Object.values(counts.rejectedByCause).reduce((sum, count) => sum + count, 0);
  assert.equal(caused, rejected);
  assert.equal(batch.stoppedAtLimit, expected.stopsAtLimit);
  if (!expected.stopsAtLimit) assert.equal(counts.blankLines, expected.blankLines);
  for (const { file, line, cells, issues } of written.rejects) {
    const [first = '', ...others] = lists[file]?.rows[line - 2] ?? [];
    // Files that were joined leave a byte order mark in front of a row, which is no part of its first cell.
    const row = [first.replace(/^\ufeff/, ''), ...others];
    assert.deepEqual(cells, row.slice(0, cells.length));
    assert.ok(isBlankRow(row.slice(cells.length)));
    assert.ok(issues.length > 0 && issues.every(({ code, hint }) => code !== '' && hint !== ''));
  }
  for (const { json } of written.clients) {
    const client = JSON.parse(json) as Record<string, unknown>;
    assert.ok(typeof client['first_name'] === 'string' && client['first_name'] !== '');
  }
}

const FILES = times(2_500, 10_000);
/** Each with 1 to 5 files, so that they come to more than those. */
const STAGINGS = times(900, 3_600);

test(`R3: of ${FILES} lists of any layout, alone or together, every record comes out once, whatever is asked`, async (t) => {
  let files = 0;
  const profiles = new Map<string, number>();
  const total = { accepted: 0, merged: 0, rejected: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(list, { minLength: 1, maxLength: 5, size: 'max' }),
      options,
      async (lists, asked) => {
        files += lists.length;
        const expected = expect(lists, asked.start, asked.limit);
        const staging = stage(() => Promise.resolve(lists.map(sourceOf)), ['lists'], asked);
        if (expected.taken.length === 0) {
          await assert.rejects(staging, { code: 'file_no_records' });
          return;
        }
        const staged = await staging;
        checkBooks(lists, staged, expected);
        for (const { profile } of staged.batch.files)
          profiles.set(profile, (profiles.get(profile) ?? 0) + 1);
        total.accepted += staged.batch.counts.accepted;
        total.merged += staged.batch.counts.merged;
        total.rejected += staged.batch.counts.rejected;
      },
    ),
    { numRuns: STAGINGS },
  );
  assert.ok(files >= FILES, `${files} files`);
  assert.equal(profiles.size, Object.keys(LAYOUTS).length);
  assert.ok(Object.values(total).every((count) => count > FILES / 20));
  t.diagnostic(JSON.stringify({ files, ...total, profiles: Object.fromEntries(profiles) }));
});

/** A cell as it stands in the file, and what is handed over of it: nothing when it is blank. */
interface Cell {
  cell: string;
  value: string;
}

/** Told by hand, what only guards a number and what does not. */
const GUARDS: Cell[] = [
  { cell: "'0501234567", value: '0501234567' },
  { cell: " '+44 20 7946 0018 ", value: '+44 20 7946 0018' },
  { cell: "'000'", value: '000' },
  { cell: "'90s Vinyl Club", value: "'90s Vinyl Club" },
  { cell: "''", value: "''" },
];

/** Blanks off both ends, line breaks LF (docs/profiles.md, "What is done to every cell"). */
const normalise = (cell: string): Cell => ({ cell, value: cell.trim().replace(/\r\n?/g, '\n') });

const characters = fc.string({ unit: 'binary', maxLength: 30 });
const SIGNS = Array.from('"\',;|\t\r\n =+-@\\#&%01aé語🙂\u00a0\ufeff\u200b\u2028');
const signs = fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 30 });
/** An apostrophe in front of a sign or a digit is for the cells above. */
const isGuarded = (cell: string) => /^\s*'[+\d]/.test(cell);

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constantFrom(...GUARDS),
  fc
    .oneof(characters, signs)
    .filter((text) => !isGuarded(text))
    .map(normalise),
  fc
    .constantFrom(...WILD, ...WORDS, 'null', '1,000.00', '1E5', 'TRUE')
    .filter((text) => !isGuarded(text))
    .map(normalise),
);

/** Codes that name damage, for which a cell may be rejected. */
const DAMAGE = ['mojibake', 'spreadsheet_error'];

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('of 1,000 lists the cells of a custom field come out byte for byte, but for blanks around them, line breaks and guards of numbers', async (t) => {
  const path = join(makeTempDir(t), 'list.csv');
  const mapping = { columns: { X: 'Any key' } };
  let lists = 0;
  const cells = { accepted: 0, damaged: 0 };
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20, size: 'max' }), async (all) => {
      lists++;
      writeFileSync(
        path,
        `First name,X\n${all.map(({ cell: one }) => `Noa,${quote(one)}\n`).join('')}`,
      );
      let staged;
      try {
        staged = await stage(openSources, [path], { mapping });
      } catch (error) {
        // No list of text holds a NUL, so such a one is refused whole.
        if (!(error instanceof FerryError) || error.code !== 'file_not_text') throw error;
        assert.ok(all.some(({ cell: one }) => one.includes('\0')));
        refused++;
        return;
      }
      const { written } = staged;
      const rejected = new Map(written.rejects.map((reject) => [reject.record, reject]));
      const accepted = written.clients.map(({ place, json }) => [
        place.record,
        JSON.parse(json) as unknown,
      ]);
      const expected = all.flatMap(({ value }, at) =>
        rejected.has(at + 1)
          ? []
          : [[at + 1, { first_name: 'Noa', ...(value === '' ? {} : { 'Any key': value }) }]],
      );
      assert.deepEqual(accepted, expected);
      for (const { record, cells: raw, issues } of rejected.values()) {
        assert.deepEqual(raw, ['Noa', all[record - 1]?.cell]);
        assert.ok(
          issues.every(({ code, column }) => DAMAGE.includes(code) && column === 'X'),
          issues[0]?.code,
        );
      }
      cells.accepted += accepted.length;
      cells.damaged += rejected.size;
    }),
    { numRuns: 1_000 },
  );
  assert.ok(refused < lists / 20, `${refused} refused`);
  assert.ok(cells.accepted > 5 * lists);
  t.diagnostic(JSON.stringify({ lists, refused, ...cells }));
});

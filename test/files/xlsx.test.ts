import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import writeWorkbook from 'write-excel-file/node';
import { displayDate } from '../../src/files/xlsx/display-date.js';
import { createNumberDisplay } from '../../src/files/xlsx/display-number.js';
import { columnOf } from '../../src/files/xlsx/row-builder.js';
import { bookOf, textRow, zipOf, type BookPlan } from './archives.js';
import { openSource, readAll, refusal, temporaryFile } from './helpers.js';
import type { ReadOptions, RecordSource } from '../../src/staging/record-source.js';

async function openBook(
  t: TestContext,
  plan: BookPlan,
  options: ReadOptions = {},
): Promise<RecordSource> {
  return openSource(await temporaryFile(t, await bookOf(plan), 'book.xlsx'), options);
}

/** Opens a workbook with one sheet of these rows below a header with columns A to D. */
async function cellsOf(t: TestContext, rows: string, plan: Partial<BookPlan> = {}) {
  const sheets = { Sheet1: textRow(1, 'A', 'B', 'C', 'D') + rows };
  const records = await readAll(await openBook(t, { sheets, ...plan }));
  return records.map(({ cells }) => cells);
}

const show = (pattern: string, raw: string, is1904 = false): string =>
  createNumberDisplay(pattern, is1904)(raw);

test('S15: a document type and entities are refused', async (t) => {
  const bomb =
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&f;&b;</v></c></row></sheetData></worksheet>';
  const bare = '<worksheet><sheetData><row><c t="str"><v>&f;</v></c></row></sheetData></worksheet>';
  for (const xml of [bomb, bare]) {
    const book = await bookOf({ sheets: { One: textRow(1, 'a', 'b') } });
    const path = await temporaryFile(t, await withPart(book, 'xl/worksheets/sheet1.xml', xml));
    await assert.rejects(openSource(path, {}), refusal('archive_unsafe', /document type|entity/));
  }
});

test('S15: nobody is asked for what an external entity, a link or a schema names', async (t) => {
  let asked = 0;
  const canary = createServer((_req, res) => {
    asked += 1;
    res.end('canary');
  });
  canary.listen(0, '127.0.0.1');
  await once(canary, 'listening');
  t.after(() => canary.close());
  const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/x`;
  const cell = '<sheetData><row r="1"><c r="A1" t="str"><v>&e;</v></c></row></sheetData>';
  const sheets = [
    `<!DOCTYPE a SYSTEM "${url}"><worksheet>${cell}</worksheet>`,
    `<!DOCTYPE a [<!ENTITY e SYSTEM "${url}">]><worksheet>${cell}</worksheet>`,
    `<!DOCTYPE a [<!ENTITY % p SYSTEM "${url}">%p;]><worksheet>${cell}</worksheet>`,
    `<?xml-stylesheet href="${url}"?><worksheet xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="${url}"/>${cell}</worksheet>`,
  ];
  for (const xml of sheets) {
    const book = await withPart(Buffer.alloc(0), 'xl/s.xml', xml);
    const opening = openSource(await temporaryFile(t, book), {});
    await assert.rejects(opening, refusal('archive_unsafe'));
  }
  const rows = `${textRow(1, 'a', 'b')}<row r="2"><c r="A2"><f>WEBSERVICE("${url}")</f><v>7</v></c></row>`;
  const linked = `<Relationships><Relationship Id="rId1" TargetMode="External" Target="${url}"/></Relationships>`;
  const plan = {
    sheets: { One: rows },
    extra: [['xl/externalLinks/_rels/a.rels', linked]] as const,
  };
  const records = await readAll(await openBook(t, plan));
  assert.equal(records[0]?.cells[0], '7');
  assert.equal(asked, 0);
});

test('S15: entities that multiply to gigabytes are refused before they do', async (t) => {
  const levels = Array.from({ length: 10 }, (_, at) => {
    return `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`;
  });
  const bomb = `<!DOCTYPE a [<!ENTITY e0 "ha">${levels.join('')}]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&e10;</v></c></row></sheetData></worksheet>`;
  const book = await withPart(Buffer.alloc(0), 'xl/s.xml', bomb);
  const before = process.memoryUsage().rss;
  const opening = openSource(await temporaryFile(t, book), {});
  await assert.rejects(opening, refusal('archive_unsafe', /document type/));
  assert.ok(process.memoryUsage().rss - before < 100 * 1024 ** 2);
});

test('S15: a sheet that claims 17 billion cells costs what its cells cost', async (t) => {
  const last =
    '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Anna</t></is></c><c r="XFD1048576" s="1"/></row>';
  const started = process.cpuUsage();
  const source = await openBook(t, { sheets: { One: textRow(1, 'a', 'b') + last } });
  assert.deepEqual(await readAll(source), [{ number: 1, line: 1_048_576, cells: ['Anna', ''] }]);
  const { user } = process.cpuUsage(started);
  assert.ok(user < 2_000_000, `${user} µs`);
});

/** The same workbook by hand, with another part. */
async function withPart(_: Buffer, name: string, xml: string): Promise<Buffer> {
  const rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipOf([
    [
      'xl/workbook.xml',
      '<workbook><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>',
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships><Relationship Id="r1" Type="${rels}/worksheet" Target="/${name}"/></Relationships>`,
    ],
    [name, xml],
  ]);
}

test('S15: damaged workbooks are refused', async (t) => {
  const missing = await temporaryFile(t, await zipOf([['xl/workbook.xml', '<workbook/>']]));
  await assert.rejects(openSource(missing, {}), refusal('file_unreadable', /missing/));
  const cut = await withPart(Buffer.alloc(0), 'xl/s.xml', '<worksheet><sheetData><row r="1">');
  await assert.rejects(
    openSource(await temporaryFile(t, cut), {}),
    refusal('file_unreadable', /XML/),
  );
  const faults: [string, RegExp][] = [
    [textRow(5, 'x', 'y') + textRow(3, 'x', 'y'), /row 3 comes after row 5/],
    [textRow(5, 'x', 'y') + textRow(5, 'x', 'y'), /row 5 comes after row 5/],
    ['<row r="2000000"/>', /row 2000000/],
    ['<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>', /not in order/],
    ['<row r="2"><c r="A2" t="s"><v>7</v></c></row>', /text of a cell/],
    ['<row r="2"><c r="A2" t="s"><v>constructor</v></c></row>', /text of a cell/],
  ];
  for (const [rows, words] of faults) {
    await assert.rejects(cellsOf(t, rows), refusal('file_unreadable', words));
  }
  const deep = '<a>'.repeat(200) + '</a>'.repeat(200);
  await assert.rejects(cellsOf(t, deep), refusal('archive_unsafe', /nested/));
});

test('S15: a value beyond the last column that is allowed is refused, a colour there is not', async (t) => {
  const far = '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="1"/></row>';
  assert.deepEqual(await cellsOf(t, far), [['1', '', '', '']]);
  const value = far.replace('s="1"/>', 's="1"><v>1</v></c>');
  await assert.rejects(cellsOf(t, value), refusal('too_many_columns', /column 16384/));
});

test('S15: shared texts that inflate like a bomb are refused', async (t) => {
  const text = 'x'.repeat(70_000);
  const many = Array.from({ length: 1_000 }, (_, at) => `<si><t>${at}${text}</t></si>`).join('');
  const strings = await bookOf({ sheets: { One: textRow(1, 'a', 'b') }, strings: many });
  const path = await temporaryFile(t, strings);
  await assert.rejects(openSource(path, {}), refusal('archive_unsafe', /200 times/));
});

test('several sheets with a list are refused unless one is named', async (t) => {
  const list = textRow(1, 'name', 'email') + textRow(2, 'Anna', 'anna@example.org');
  const other = textRow(1, 'name', 'email') + textRow(2, 'Ben', 'ben@example.org');
  const sheets = { Clients: list, Notes: textRow(1, 'Read me'), Empty: '', Leads: other };
  const unclear = openBook(t, { sheets });
  await assert.rejects(unclear, refusal('sheet_unclear', /Clients, Leads.*--sheet "Clients"/));
  const leads = await openBook(t, { sheets }, { sheet: 'leads' });
  assert.equal(leads.name, 'book.xlsx/Leads');
  assert.equal((await readAll(leads))[0]?.cells[0], 'Ben');
  const wrong = openBook(t, { sheets }, { sheet: 'Sales' });
  await assert.rejects(wrong, refusal('usage', /Clients, Notes, Empty, Leads/));
});

test('hidden sheets are ignored unless one is named', async (t) => {
  const list = textRow(1, 'name', 'email') + textRow(2, 'Anna', 'anna@example.org');
  const sheets = { 'hidden:Old': list, Clients: list };
  assert.equal((await openBook(t, { sheets })).name, 'book.xlsx/Clients');
  assert.equal((await openBook(t, { sheets }, { sheet: 'Old' })).name, 'book.xlsx/Old');
  const blank = openBook(t, { sheets: { 'hidden:Old': list, Clients: '' } });
  await assert.rejects(blank, refusal('file_empty'));
});

test('a sheet of one column is a list when there is no other', async (t) => {
  const sheets = { One: textRow(1, 'Email') + textRow(2, 'anna@example.org'), Two: '' };
  assert.deepEqual((await openBook(t, { sheets })).header, ['Email']);
});

test('rows keep their numbers, and those that are left out are blank lines', async (t) => {
  const rows =
    textRow(2, 'Our clients') +
    textRow(4, 'name', 'email', 'city') +
    textRow(5, 'Anna', 'anna@example.org') +
    '<row r="7"><c r="A7" s="0"/></row>' +
    textRow(9, 'Ben');
  const source = await openBook(t, { sheets: { One: rows } });
  assert.deepEqual([source.headerLine, source.titleLines, source.form], [4, 1, 'xlsx']);
  assert.deepEqual(await readAll(source), [
    { number: 1, line: 5, cells: ['Anna', 'anna@example.org', ''] },
    { number: 2, line: 9, cells: ['Ben', '', ''] },
  ]);
  assert.deepEqual(source.passed, { blankLines: 3, bytes: source.bytes });
  assert.deepEqual(source.sample, await readAll(source));
});

test('columns without a name in the header are kept', async (t) => {
  const rows = textRow(1, 'name', 'email') + textRow(2, 'Anna', 'anna@example.org', 'x');
  const source = await openBook(t, { sheets: { One: rows } });
  assert.deepEqual(source.header, ['name', 'email', 'Column 3']);
});

test('texts come from anywhere: shared, rich, inline, formulas, without what is read aloud', async (t) => {
  const strings =
    '<si><t>Anna</t></si><si><r><t xml:space="preserve">Zo</t></r><r><rPr><b/></rPr><t>ë</t></r><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr fontId="1"/></si>' +
    '<si><t>a_x000D_b_x005F_x000D_ &amp; &#233;<![CDATA[<c>]]></t></si>';
  const rows =
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c></row>' +
    '<row><c t="str"><f>A2&amp;"x"</f><v>Annax</v></c><c><f>1+1</f><v>2</v></c><c t="e"><v>#REF!</v></c><c t="b"><v>1</v></c></row>' +
    '<row r="4"><c r="A4" t="b"><v>0</v></c><c r="D4" t="inlineStr"><is><r><t> in</t></r><r><t>line </t></r><rPh><t>no</t></rPh></is></c></row>' +
    '<row r="5"><c r="A5"><f>NOW()</f></c><c r="B5" t="d"><v>2024-01-05T00:00:00</v></c></row>';
  assert.deepEqual(await cellsOf(t, rows, { strings }), [
    ['Anna', 'Zoë', 'a\rb_x000D_ & é<c>', ''],
    ['Annax', '2', '#REF!', 'TRUE'],
    ['FALSE', '', '', ' inline '],
    ['', '2024-01-05', '', ''],
  ]);
});

test('tags with a prefix are understood', async (t) => {
  const sheet = `<x:worksheet xmlns:x="u"><x:sheetData>${textRow(1, 'a', 'b')}</x:sheetData></x:worksheet>`;
  const book = await withPart(
    Buffer.alloc(0),
    'xl/s.xml',
    sheet.replace(/<(\/?)(?!x:|\/)/g, '<$1x:'),
  );
  const source = await openSource(await temporaryFile(t, book), {});
  assert.deepEqual(source.header, ['a', 'b']);
});

test('numbers are shown in the format of their cell', async (t) => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>' +
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs>';
  const cell = (reference: string, style: number, value: string) =>
    `<c r="${reference}" s="${style}"><v>${value}</v></c>`;
  const row = `<row r="2">${cell('A2', 1, '1234')}${cell('B2', 2, '45292')}${cell('C2', 3, '45292.75')}${cell('D2', 0, '972501234567')}</row>`;
  assert.deepEqual(await cellsOf(t, row, { styles }), [
    ['01234', '2024-01-01', '2024-01-01T18:00:00', '972501234567'],
  ]);
  const later = await cellsOf(t, row, { styles, is1904: true });
  assert.deepEqual(later[0]?.slice(1, 3), ['2028-01-02', '2028-01-02T18:00:00']);
});

test('createNumberDisplay never bends a number', () => {
  const cases: [string, string, string][] = [
    ['General', '501234567', '501234567'],
    ['General', '5.01234567E8', '501234567'],
    ['General', '123456789012345', '123456789012345'],
    ['General', '12345678901234567', '12345678901234567'],
    ['General', '0.30000000000000004', '0.3'],
    ['General', '-0', '0'],
    ['General', '12.50', '12.5'],
    ['General', 'Infinity', 'Infinity'],
    ['General', '0x10', '0x10'],
    ['@', '501234567', '501234567'],
    ['0.00E+00', '501234567', '501234567'],
    ['0000000000', '501234567', '0501234567'],
    ['000-000-0000', '2025550101', '202-555-0101'],
    ['"+"0', '442079460001', '+442079460001'],
    ['#,##0.00', '1234.5', '1,234.50'],
    ['0%', '0.25', '25%'],
    [';;;', '501234567', '501234567'],
    ['_($* #,##0_)', '12', '$12'],
    ['h:mm', '0.5', '12:00'],
    ['[h]:mm', '1.5', '36:00'],
    ['mmm-yy', '45292', '2024-01-01'],
    ['dd/mm/yyyy', '45292.99', '2024-01-01'],
    ['dd/mm/yyyy', '-5', '-5'],
    ['dd/mm/yyyy', '99999999', '99999999'],
    ['bad"[', '7', '7'],
  ];
  for (const [pattern, raw, text] of cases) assert.equal(show(pattern, raw), text, pattern);
});

test('displayDate knows both systems and the day that never was', () => {
  assert.equal(displayDate(1, false, false), '1900-01-01');
  assert.equal(displayDate(59, false, false), '1900-02-28');
  assert.equal(displayDate(60, false, false), undefined);
  assert.equal(displayDate(61, false, false), '1900-03-01');
  assert.equal(displayDate(0, true, false), '1904-01-01');
  assert.equal(displayDate(2_958_465, false, false), '9999-12-31');
  assert.equal(displayDate(45_000.999_999, false, true), '2023-03-16T00:00:00');
  assert.equal(displayDate(-1, true, false), undefined);
});

test('columnOf reads references', () => {
  assert.deepEqual(
    ['A1', 'Z9', 'AA10', 'XFD1', 'a1', '1', 'ABCD1'].map(columnOf),
    [1, 26, 27, 16_384, 0, 0, 0],
  );
});

test('S15: a workbook that a program wrote is read, with a macro or without', async (t) => {
  const path = await temporaryFile(t, '', 'clients.xlsm');
  const rows = [
    ['name', 'phone', 'since', 'vip'].map((value) => ({ value })),
    [
      { value: 'Anna Brandt' },
      { value: 301234567, format: '0000000000' },
      { value: new Date(Date.UTC(2024, 0, 5)), format: 'dd/mm/yyyy' },
      { value: true },
    ],
  ];
  await writeWorkbook(rows).toFile(path);
  const source = await openSource(path, {});
  assert.deepEqual((await readAll(source))[0]?.cells, [
    'Anna Brandt',
    '0301234567',
    '2024-01-05',
    'TRUE',
  ]);
  const sheets = { One: textRow(1, 'a', 'b') + textRow(2, '1', '2') };
  const macro = await bookOf({ sheets, extra: [['xl/vbaProject.bin', Buffer.alloc(100, 1)]] });
  assert.equal((await readAll(await openSource(await temporaryFile(t, macro), {}))).length, 1);
});

test('records refuses a workbook that was changed since', async (t) => {
  const book = (name: string) =>
    bookOf({ sheets: { One: textRow(1, 'a', 'b') + textRow(2, name, 'x') } });
  const path = await temporaryFile(t, await book('Anna'), 'book.xlsx');
  const source = await openSource(path, {});
  await writeFile(path, await book('Ben'));
  await assert.rejects(readAll(source), refusal('file_changed'));
});

test('S15: an encrypted workbook and an old one are told apart', async (t) => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(100_000)]);
  const old = await temporaryFile(t, ole, 'clients.xlsx');
  await assert.rejects(
    openSource(old, {}),
    refusal('file_not_text', /old Excel.*save the list as .xlsx/),
  );
  Buffer.from('EncryptedPackage', 'utf16le').copy(ole, 65_530);
  const locked = await temporaryFile(t, ole, 'clients.xlsx');
  await assert.rejects(openSource(locked, {}), refusal('file_not_text', /password/));
});

test('S16: other documents are refused by name', async (t) => {
  for (const [part, words] of [
    ['word/document.xml', /Word/],
    ['META-INF/manifest.xml', /OpenDocument/],
    ['xl/workbook.bin', /XLSB/],
    ['Index/Document.iwa', /Numbers/],
  ] as const) {
    const path = await temporaryFile(t, await zipOf([[part, 'x']]), 'list.xlsx');
    await assert.rejects(openSource(path, {}), refusal('file_not_text', words));
  }
});

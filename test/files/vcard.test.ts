import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { openSource, openAndRead, readAll, refusal, temporaryFile } from './helpers.js';

const card = (...lines: string[]): string =>
  `BEGIN:VCARD\r\n${lines.join('\r\n')}\r\nEND:VCARD\r\n`;

/** The cells of the first card by column. */
async function cellsOf(t: TestContext, text: string | Buffer): Promise<Map<string, string>> {
  const source = await openSource(await temporaryFile(t, text, 'cards.vcf'), {});
  const [record] = await readAll(source);
  return new Map(source.header.map((column, at) => [column, record?.cells[at] ?? '']));
}

async function cellOf(t: TestContext, column: string, ...lines: string[]): Promise<string> {
  return (await cellsOf(t, card(...lines))).get(column) ?? '(no such column)';
}

test('a card that is not closed is refused with its line', async (t) => {
  const open = 'BEGIN:VCARD\nVERSION:3.0\nFN:Anna\n';
  for (const text of [
    open,
    `${card('VERSION:3.0', 'FN:Ben')}${open}`,
    `${open}${card('FN:Ben')}`,
  ]) {
    const line = text.startsWith('BEGIN:VCARD\r') ? 5 : 1;
    const reading = openAndRead(await temporaryFile(t, text, 'cards.vcf'));
    await assert.rejects(reading, refusal('card_not_closed', new RegExp(`line ${line}:`)));
  }
});

test('text outside of cards is refused', async (t) => {
  const path = await temporaryFile(t, `${card('FN:Anna')}FN:Ben\n`, 'cards.vcf');
  await assert.rejects(openSource(path, {}), refusal('card_not_closed', /line 4:/));
});

test('a text of more than 1 MiB is refused, a picture of that size is not', async (t) => {
  const long = 'x'.repeat(2 * 1024 * 1024);
  const note = await temporaryFile(t, card('FN:Anna', `NOTE:${long}`), 'cards.vcf');
  await assert.rejects(openSource(note, {}), refusal('record_too_long', /line 3:/));
  assert.equal(await cellOf(t, 'Note', 'FN:Anna', `PHOTO:${long}`, 'NOTE:a'), 'a');
  const folded = 'xxxxxxxxxxxxxxx\r\n '.repeat(200_000);
  assert.equal(await cellOf(t, 'Note', 'FN:Anna', `PHOTO:${folded}`, 'NOTE:a'), 'a');
});

test('quoted-printable bytes without a meaning are refused with their line', async (t) => {
  const text = card('VERSION:2.1', 'FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zo=EB');
  const opening = openSource(await temporaryFile(t, text, 'cards.vcf'), {});
  await assert.rejects(opening, refusal('encoding_uncertain', /line 3:/));
});

test('all cards of a file have the same columns, one record each', async (t) => {
  const text =
    card('VERSION:3.0', 'FN:Anna', 'EMAIL:a@example.com', 'EMAIL:b@example.com') +
    '\r\n' +
    card('VERSION:4.0', 'FN:Ben', 'TEL:1', 'TEL:2', 'ADR:;;Main St 1;Leeds;;LS1;UK');
  const source = await openSource(await temporaryFile(t, text, 'cards.txt'), {});
  assert.deepEqual([source.form, source.headerLine, source.delimiter], ['vcard', 0, undefined]);
  assert.deepEqual(source.header, [
    ...['Formatted name', 'First name', 'Last name', 'Additional names', 'Prefix', 'Suffix'],
    ...['Nickname', 'Organisation', 'Department', 'Title', 'Email 1', 'Email 2'],
    ...['Phone 1', 'Phone 1 type', 'Phone 2', 'Phone 2 type'],
    ...['Street 1', 'City 1', 'Region 1', 'Postal code 1', 'Country 1'],
    ...['URL', 'Birthday', 'Note', 'Categories', 'UID', 'Revision'],
  ]);
  const records = await readAll(source);
  assert.deepEqual(
    records.map(({ number, line, cells }) => [number, line, cells.length]),
    [
      [1, 1, source.header.length],
      [2, 8, source.header.length],
    ],
  );
  assert.deepEqual(source.sample, records);
  assert.deepEqual(source.passed, { blankLines: 1, bytes: source.bytes });
  assert.deepEqual(await readAll(source), records);
});

test('names, organisation and address are taken apart', async (t) => {
  const cells = await cellsOf(
    t,
    card(
      'VERSION:3.0',
      'N:Stevens\\, Sr.;John;Philip,Paul;Dr.;Jr.,M.D.',
      'ORG:Example\\; Co;Sales;North',
      'ADR:PO 7;Flat 2;Main St\\n1;Leeds;West Yorkshire;LS1 1AA;UK',
    ),
  );
  assert.equal(cells.get('Last name'), 'Stevens, Sr.');
  assert.equal(cells.get('Additional names'), 'Philip Paul');
  assert.equal(cells.get('Suffix'), 'Jr., M.D.');
  assert.deepEqual(
    [cells.get('Organisation'), cells.get('Department')],
    ['Example; Co', 'Sales, North'],
  );
  assert.equal(cells.get('Street 1'), 'Main St\n1\nFlat 2\nPO 7');
  assert.deepEqual([cells.get('Postal code 1'), cells.get('Country 1')], ['LS1 1AA', 'UK']);
});

test('folded lines are put together as their version says', async (t) => {
  assert.equal(
    await cellOf(t, 'Note', 'VERSION:3.0', 'NOTE:one t', ' wo', '\t three'),
    'one two three',
  );
  assert.equal(await cellOf(t, 'Note', 'VERSION:2.1', 'NOTE:one', ' two'), 'one two');
});

test('quoted-printable goes over soft line breaks, in any character set', async (t) => {
  const qp = 'ENCODING=QUOTED-PRINTABLE';
  const name = `N;CHARSET=UTF-8;${qp}:=D7=9C=D7=95=D7=99;=D7=A0=D7=\r\n=A2=D7=94;;;`;
  const cells = await cellsOf(t, card('VERSION:2.1', name));
  assert.deepEqual([cells.get('Last name'), cells.get('First name')], ['לוי', 'נעה']);
  assert.equal(await cellOf(t, 'Note', 'VERSION:2.1', `NOTE;${qp}:a=0D=0Ab=\r\n=\r\nc`), 'a\r\nbc');
  assert.equal(await cellOf(t, 'Note', 'VERSION:2.1', `NOTE;QUOTED-PRINTABLE:Zo=EB`), 'Zoë');
  const hebrew = `NOTE;CHARSET=windows-1255;${qp}:=F9=EC=E5=ED`;
  assert.equal(await cellOf(t, 'Note', 'VERSION:2.1', hebrew), 'שלום');
  const sjis = `NOTE;CHARSET=SHIFT_JIS;${qp}:=83A=83=93`;
  assert.equal(await cellOf(t, 'Note', 'VERSION:2.1', sjis), 'アン');
});

test('backslashes mean what the version says', async (t) => {
  const text = 'NOTE:C:\\new\\, a\\;b';
  assert.equal(await cellOf(t, 'Note', 'VERSION:2.1', text), 'C:\\new, a;b');
  assert.equal(await cellOf(t, 'Note', 'VERSION:4.0', 'NOTE:a\\nb\\Nc\\\\n'), 'a\nb\nc\\n');
});

test('phones come with their type or label, the preferred one first', async (t) => {
  const cells = await cellsOf(
    t,
    card(
      'VERSION:3.0',
      'TEL;TYPE=WORK,VOICE:+44 20 7946 0001',
      'item1.TEL;type=pref:+44 20 7946 0002',
      'item1.X-ABLabel:_$!<Mobile>!$_',
      'TEL;VALUE=uri;TYPE="voice,home":tel:+1-202-555-0101',
      'item2.TEL:5',
      'item2.X-ABLabel:Ski hut',
    ),
  );
  assert.deepEqual(
    [1, 2, 3, 4].map((n) => [cells.get(`Phone ${n}`), cells.get(`Phone ${n} type`)]),
    [
      ['+44 20 7946 0002', 'Mobile'],
      ['+44 20 7946 0001', 'work'],
      ['+1-202-555-0101', 'home'],
      ['5', 'Ski hut'],
    ],
  );
});

test('more than ten numbers share the last column', async (t) => {
  const phones = Array.from({ length: 12 }, (_, at) => `TEL;CELL:${at}`);
  const cells = await cellsOf(t, card('VERSION:2.1', ...phones));
  assert.equal(cells.get('Phone 10'), '9\n10\n11');
  assert.equal(cells.get('Phone 10 type'), 'cell\ncell\ncell');
  assert.equal(cells.has('Phone 11'), false);
});

test('birthdays, categories and links', async (t) => {
  const apple = 'BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-05';
  assert.equal(await cellOf(t, 'Birthday', 'VERSION:3.0', apple), '--03-05');
  assert.equal(await cellOf(t, 'Birthday', 'VERSION:4.0', 'BDAY:19850412'), '1985-04-12');
  assert.equal(await cellOf(t, 'Categories', 'VERSION:3.0', 'CATEGORIES:VIP,Old'), 'VIP, Old');
  const links = ['URL:https://example.com', 'item1.URL:https://example.org/a:b'];
  assert.equal(
    await cellOf(t, 'URL', 'VERSION:3.0', ...links),
    'https://example.com\nhttps://example.org/a:b',
  );
});

test('pictures and unknown properties are counted by name', async (t) => {
  const text = card(
    'VERSION:2.1',
    'PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ',
    ' AAAA',
    'BBBB=',
    '',
    'X-ICQ:1',
    '__PROTO__:1',
    'FN:Anna',
  );
  const source = await openSource(await temporaryFile(t, text, 'cards.vcf'), {});
  assert.ok('ignored' in source && source.ignored instanceof Map);
  assert.deepEqual(
    [...source.ignored],
    [
      ['PHOTO', 1],
      ['X-ICQ', 1],
    ],
  );
  assert.equal((await readAll(source))[0]?.cells[0], 'Anna');
});

test('a card within a card is the assistant of somebody, not a client', async (t) => {
  const inner = card('VERSION:2.1', 'FN:Ben', 'TEL:1').trimEnd();
  const path = await temporaryFile(t, card('VERSION:2.1', 'AGENT:', inner, 'FN:Anna'), 'cards.vcf');
  const records = await openAndRead(path);
  assert.deepEqual([records.length, records[0]?.cells[0]], [1, 'Anna']);
});

test('cards come out the same with every line end, mark and chunk border', async (t) => {
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'FN:Zoë 😀',
    'END:VCARD',
    'begin:vcard',
    'fn:Ben',
    'end:vcard',
  ];
  for (const end of ['\n', '\r\n', '\r']) {
    for (const mark of ['', '\ufeff']) {
      const path = await temporaryFile(t, mark + lines.join(end), 'cards.vcf');
      const records = await openAndRead(path);
      assert.deepEqual(
        records.map(({ line, cells }) => [line, cells[0]]),
        [
          [1, 'Zoë 😀'],
          [5, 'Ben'],
        ],
      );
    }
  }
  const wide = Buffer.from(`\ufeff${lines.join('\r\n')}`, 'utf16le');
  assert.equal((await openAndRead(await temporaryFile(t, wide)))[0]?.cells[0], 'Zoë 😀');
  const many = card('FN:Zoë 😀', 'NOTE:x').repeat(5_000);
  const records = await openAndRead(await temporaryFile(t, many, 'cards.vcf'));
  assert.ok(records.every(({ line, cells }, at) => line === at * 4 + 1 && cells[0] === 'Zoë 😀'));
});

test('hostile cards take time in proportion to their length', async (t) => {
  // Processor time of all of them; the wall clock also shows what else the machine does.
  const read = async (characters: number) => {
    const before = process.cpuUsage();
    for (const line of ['"', ';', '\\', '=', ',', ';A=', '=4']) {
      const long = line.repeat(characters / line.length);
      await openAndRead(await temporaryFile(t, card('VERSION:2.1', `N;QUOTED-PRINTABLE:${long}`)));
      await openAndRead(await temporaryFile(t, card('VERSION:3.0', `TEL;${long}:1`))).catch(
        () => 0,
      );
    }
    return process.cpuUsage(before).user / 1_000;
  };
  await read(50_000);
  const [short, long] = [await read(100_000), await read(400_000)];
  assert.ok(long < 10 * short + 200, `${short} ms, ${long} ms`);
});

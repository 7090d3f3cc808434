/** Random numbers that are the same every time (Mulberry32). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Cells that are fine by kind of column, and cells that are hard about it. */
export const CELLS: Readonly<Record<string, readonly string[]>> = {
  'Customer no.': [
    ...[
      '000017',
      '0001',
      '17',
      'A-1',
      '1.2E+05',
      '5,01e3',
      '12E5',
      "'000018",
      'A-1',
      '',
      ' 7 ',
      '#REF!',
    ],
    ...['0x1F', 'e5', '1e', '+1.5e+10', 'Kd-Ñr', '\u212a7'],
  ],
  'First name': [
    ...['Noa', 'Zoé', 'Núria', 'Šimić', 'Žižić', 'Größe', '王小明', ' Ada ', 'Jo  Ann', '', 'test'],
    ...['TEST', 'un\u212anown', 'unknown', 'n/a', 'N.A.', 'No Name', 'xxx', '---', 'x', 'Xaver'],
    ...['Ã©va', 'JosÃ© ', '&amp;', 'A & B', '=?utf-8?q?a?=', 'a\tb', 'a\u00a0b', '#N/A', '# 1'],
    ...[
      'null',
      'Anonymous',
      'asdf',
      'asdfg',
      'tbd',
      '\ufeffNoa',
      'İlker',
      'a\u2028b',
      "'90s",
      "'5",
    ],
    ...[
      '"Ann"',
      'back\\slash',
      'b\u0007l',
      '👩‍👩‍👧',
      '__proto__',
      '?',
      '_',
      'a\nb',
      'Mr. Test',
      '\u3000x',
    ],
  ],
  Surname: [
    ...[
      "O'Malley",
      'van Dijk',
      'Brandt',
      'Levi',
      '',
      'Null',
      'Na',
      'Testa',
      '…',
      'a\r\nb',
      'GROßE',
    ],
    ...['Å‚', 'Â°', 'ÄÖÜ', 'Ñíguez', 'x'.repeat(201), 'É', 'é', 'éé', 'a×b', 'ÿ\u0080'],
  ],
  Company: ['Mill & Sons', 'ACME', '', 'Test', 'Café', 'a;b', 'R&D', '#######', 'C# Ltd', '='],
  'E-mail': [
    ...['noa@example.org', 'NOA@Example.ORG', 'a.b+c@mail.example.co.uk', 'x_y@ex-ample.org', ''],
    ...[
      'a..b@example.org',
      '.a@example.org',
      'a.@example.org',
      'a@b',
      'a@b.c',
      'a@b.co',
      'a@-b.co',
    ],
    ...['a@b-.co', 'a@b--c.co', 'a@b_c.co', 'a@1.2', 'a@1.23', 'a@b.c1', 'a@xn--p1ai.xn--p1ai'],
    ...['a@b.xn--p1ai', 'é@example.org', 'a@exämple.org', '"a b"@example.org', "o'x@example.org"],
    ...['test@test.com', 'noreply@example.org', 'NoReply@example.org', 'no@email.com', 'xx@xx.de'],
    ...[
      'no@x.io',
      'tester@example.org',
      'a@example.org; b@example.org',
      'A@b.co,a@B.co',
      ' a@b.co ',
    ],
    ...['a@b.co a@c.co', 'Noa <noa2@example.org>', 'ada(at)example.org', `${'a'.repeat(64)}@b.co`],
    ...[`${'a'.repeat(65)}@b.co`, `a@${'b'.repeat(63)}.co`, `a@${'b'.repeat(64)}.co`, 'a@b.co.'],
    ...['a@@b.co', 'a@b.co@c.co', '@', 'a@', '@b.co', 'mailto:a@b.co', 'a@[127.0.0.1]', 'a b@c.co'],
    ...[
      `a@${'b.'.repeat(130)}co`,
      'ſ@example.org',
      'a@\u212aa.org',
      'a@b.c\u212a',
      'a/b@c.co',
      'a|b@c.co',
    ],
    ...['&amp;@example.org', 'Ã©@example.org', 'unknown', 'none@none.org', 'n-a@x.org', '-@-.-'],
  ],
  'Mobile phone': [
    ...[
      '+442079460018',
      '+44 20 7946 0018',
      '020 7946 0018',
      '07911 123456',
      '+1 212 555 0123',
      '',
    ],
    ...[
      '(0)20 7946',
      '+4479111',
      '+99912345678',
      '00442079460018',
      "'0501234567",
      "'+972 50 123 4567",
    ],
    ...['+972501234567', '5.0E+08', '1E9', '020 7946 0018 ext. 5', '+442079460018; +442079460019'],
    ...[
      '+44 20 7946 0018/+44 20 7946 0019',
      'call me',
      '123',
      '+800 1234 5678',
      '(+972) 50-123-4567',
    ],
    ...[
      'tel:+972-50-123-4567',
      '0'.repeat(65),
      '+44 (0)20 7946-0018',
      '+4420 7946 0018',
      '+44\u00a02079460018',
    ],
    ...[
      '+ 442079460018',
      '++442079460018',
      '020-7946-0018',
      '020.7946.0018',
      '٠٥٠١٢٣٤٥٦٧',
      '+7 495 123-45-67',
    ],
  ],
  Street: [
    '1 Mill Lane',
    '2 "High" Street',
    'Upstairs\n3 Rue du Port',
    '',
    ' 4  Weg ',
    'a;b',
    '5\t6',
    'Straße 7',
  ],
  City: ['London', 'Köln', 'São Paulo', 'ÅÄÖ', '', 'Newcastle upon Tyne', '\u00a0', 'x\ry'],
  Postcode: ['00123', '123', 'N1 1AA', '', '1e5', '1.0E+04', 'SW1A 2AA', "'0123", '04-123'],
  Country: [
    'GB',
    'United Kingdom',
    'Deutschland',
    '',
    'CA',
    'Holland',
    'Nowhere',
    'USA',
    'us',
    'Côte d’Ivoire',
  ],
  Status: ['customer', 'lead', '', 'VIP*', 'x'.repeat(101), 'NULL'],
  Tags: ['a, b', 'a', '', 'a;b;a', 'ünï, cödé', 'x'.repeat(1001), 'a &eacute; b'],
  'Accepts marketing': ['yes', 'no', '', 'perhaps', 'TRUE', '0', 'ja', 'unsubscribed', ' x '],
  Notes: [
    'plain',
    'two\nlines',
    'two\r\nlines',
    'he said "hi"',
    '',
    ' \u00a0 ',
    '=1+1',
    'z'.repeat(5001),
  ],
};

const HARMLESS = 4;

/** A cell of a column: mostly one of the first few, sometimes any. */
export function pickCell(column: string, random: (below: number) => number): string {
  const cells = CELLS[column] ?? [''];
  return cells[random(random(15) === 0 ? cells.length : Math.min(HARMLESS, cells.length))] ?? '';
}

/** A list of records out of these cells, the same for the same seed; numbers keep most e-mail addresses apart. */
export function hostileList(seed: number, records: number, lineEnd = '\n'): string {
  const random = createRandom(seed);
  const columns = Object.keys(CELLS);
  const lines = [columns.join(',')];
  for (let n = 1; n <= records; n += 1) {
    const cells = columns.map((column) => quoted(pickCell(column, random), random));
    const mail = columns.indexOf('E-mail');
    if (random(20) > 0) cells[mail] = cells[mail]?.replace(/^(noa|a\.b|x_y)/i, `$1${n}`) ?? '';
    if (random(60) === 0) cells.push(random(2) === 0 ? '' : 'beyond');
    if (random(80) === 0) cells.length = 4;
    lines.push(cells.join(','));
    if (random(50) === 0) lines.push(random(2) === 0 ? '' : ' ,,');
  }
  return lines.join(lineEnd) + lineEnd;
}

function quoted(cell: string, random: (below: number) => number): string {
  const mustQuote = /[",\r\n]/.test(cell);
  return mustQuote || random(5) === 0 ? `"${cell.replaceAll('"', '""')}"` : cell;
}

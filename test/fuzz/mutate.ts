import iconv from 'iconv-lite';
import type { Random } from './draws.js';
import { packZip, type Part } from '../support/pack-zip.js';
import type { SeedFile } from './seed-files.js';

/** What readers look out for, of all forms. */
const TOKENS = [
  ...[
    ',',
    ';',
    '\t',
    '|',
    '"',
    '""',
    '",',
    '"\n',
    "'",
    '\r',
    '\n',
    '\r\n',
    '\n\n',
    '\0',
    ' ',
    '\\',
  ],
  ...[
    'sep=;\n',
    '\ufeff',
    '\ufffd',
    '\u2028',
    '\u00a0',
    '\ud83d\ude00',
    '\u0301',
    '=1+1',
    '#',
    '*',
  ],
  ...['First name', 'Email', 'a@example.org', '+442079460018', '1e9', '-1', '0', '4294967296'],
  ...[
    'BEGIN:VCARD\r\n',
    'END:VCARD\r\n',
    'VERSION:3.0\r\n',
    'FN:',
    'N:',
    'TEL;TYPE=',
    '=\r\n',
    '\r\n ',
  ],
  ...[';ENCODING=QUOTED-PRINTABLE:', ';CHARSET=UTF-16:', '=E4=B8', 'item1.', 'AGENT:BEGIN:VCARD\n'],
  ...[
    '<row r="9">',
    '</row>',
    '<c r="B2" t="s">',
    '</c>',
    '<v>',
    '</v>',
    '<is><t>',
    '<f>',
    't="n"',
  ],
  ...[
    '<!DOCTYPE a>',
    '&#x0;',
    '&amp;',
    '&b;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '<?xml ',
    'r="XFD1048576"',
  ],
  ...[
    'PK\x01\x02',
    'PK\x03\x04',
    'PK\x05\x06',
    'PK\x06\x06',
    'PK\x06\x07',
    '__proto__',
    '../x',
    '/',
  ],
].map((token) => Buffer.from(token));
const MARKS = [
  'efbbbf',
  'fffe',
  'feff',
  'fffe0000',
  '0000feff',
  '2b2f76',
  '1f8b',
  'd0cf11e0a1b11ae1',
];
const HIGH = ['80', 'c3', 'c328', 'eda080', 'f4908080', 'ff', 'd800', '00d8', 'a0a1'];
const BYTES = [...MARKS, ...HIGH].map((hex) => Buffer.from(hex, 'hex'));
const ENCODINGS = [
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1255',
  'gb18030',
  'utf-7',
  'utf-32le',
];
const EDGES = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff];

/** No input is longer: a repeat of a repeat soon takes all the time. */
const MOST_BYTES = 100_000;

interface Draw {
  readonly random: Random;
  readonly others: readonly SeedFile[];
}
type Mutation = (bytes: Buffer, draw: Draw) => Buffer;

const splice = (bytes: Buffer, from: number, to: number, put: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)]);

/** Two places of the bytes, mostly close to each other. */
function span({ length }: Buffer, random: Random): [from: number, to: number] {
  const from = random(length + 1);
  const most = random(3) === 0 ? length - from : Math.min(length - from, 40);
  return [from, from + random(most + 1)];
}

function setAt(bytes: Buffer, change: (copy: Buffer, at: number) => void, at: number): Buffer {
  const copy = Buffer.from(bytes);
  if (at >= 0 && at < copy.length) change(copy, at);
  return copy;
}

/** A number in one of the headers of an archive, where all of its lies are. */
const lieInHeader: Mutation = (bytes, { random }) => {
  const places = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06'].flatMap((mark) => {
    const at = bytes.indexOf(mark, random(bytes.length + 1), 'latin1');
    return at === -1 ? [] : [at];
  });
  if (places.length === 0) return bytes;
  const at = random.of(places) + 4 + random(42);
  return setAt(bytes, (copy) => (copy[at] = random.of(EDGES) & 0xff), at);
};

const replaceAll: Mutation = (bytes, { random }) => {
  const [from, to] = [random.of(TOKENS), random.of(TOKENS)];
  const text = bytes
    .toString('latin1')
    .replaceAll(from.toString('latin1'), () => to.toString('latin1'));
  return Buffer.from(text, 'latin1');
};

const recode: Mutation = (bytes, { random }) => {
  const text = bytes.toString(random(2) === 0 ? 'utf8' : 'latin1');
  return iconv.encode(text, random.of(ENCODINGS), { addBOM: random(2) === 0 });
};

const repeat: Mutation = (bytes, { random }) => {
  const [from, to] = span(bytes, random);
  const times = random.of([1, 2, 20, 500]);
  return splice(bytes, to, to, Buffer.concat(Array<Buffer>(times).fill(bytes.subarray(from, to))));
};

const swap: Mutation = (bytes, { random }) => {
  const cuts = [0, 1, 2, 3].map(() => random(bytes.length + 1)).sort((a, b) => a - b);
  const [a = 0, b = 0, c = 0, d = 0] = cuts;
  const [one, two] = [bytes.subarray(a, b), bytes.subarray(c, d)];
  return Buffer.concat([bytes.subarray(0, a), two, bytes.subarray(b, c), one, bytes.subarray(d)]);
};

const withOther: Mutation = (bytes, { random, others }) => {
  const other = flat(random.of(others));
  const [from, to] = span(other, random);
  const at = random(bytes.length + 1);
  return splice(bytes, at, at, other.subarray(from, to));
};

const insert =
  (tokens: readonly Buffer[]): Mutation =>
  (bytes, { random }) => {
    const at = random(8) === 0 ? 0 : random(bytes.length + 1);
    return splice(bytes, at, at, random.of(tokens));
  };

const MUTATIONS: readonly Mutation[] = [
  (bytes, { random }) =>
    setAt(
      bytes,
      (copy, at) => (copy[at] = (copy[at] ?? 0) ^ (1 << random(8))),
      random(bytes.length),
    ),
  (bytes, { random }) =>
    setAt(bytes, (copy, at) => (copy[at] = random.of(EDGES) & 0xff), random(bytes.length)),
  (bytes, { random }) => splice(bytes, ...span(bytes, random), Buffer.alloc(0)),
  (bytes, { random }) => bytes.subarray(0, random(bytes.length + 1)),
  (bytes, { random }) => bytes.subarray(random(bytes.length + 1)),
  ...[insert(TOKENS), insert(TOKENS), insert(BYTES)],
  ...[repeat, swap, withOther, recode, replaceAll, lieInHeader],
];

/** A file made from one of the seeds by some mutations; of an archive in its files, its list of them, or its own bytes. */
export function mutate(seeds: readonly SeedFile[], random: Random): Buffer {
  const seed = random.of(seeds);
  const draw = { random, others: seeds };
  if (Buffer.isBuffer(seed)) return mutateBytes(seed, draw);
  const packed = packZip(mutateParts(seed, draw));
  return random(3) === 0 ? mutateBytes(packed, draw) : packed;
}

function mutateBytes(bytes: Buffer, draw: Draw): Buffer {
  let mutated = bytes;
  for (let left = 1 + draw.random(4); left > 0; left--)
    mutated = draw.random.of(MUTATIONS)(mutated, draw).subarray(0, MOST_BYTES);
  return mutated;
}

function mutateParts(parts: readonly Part[], draw: Draw): Part[] {
  const { random } = draw;
  const chosen = random(parts.length);
  const changed = parts.map(([name, content], at): Part =>
    at === chosen ? [name, mutateBytes(content, draw)] : [name, content],
  );
  const [name, content] = changed[chosen] ?? ['', Buffer.alloc(0)];
  switch (random(8)) {
    case 0:
      return changed.filter((_, at) => at !== chosen);
    case 1:
      return [...changed, [`${name}${random.of(['', '2', '/', '.zip'])}`, content]];
    case 2:
      return changed.map((part, at) =>
        at === chosen ? [mutateBytes(Buffer.from(name), draw).toString('latin1'), content] : part,
      );
    default:
      return changed;
  }
}

const flat = (seed: SeedFile): Buffer =>
  Buffer.isBuffer(seed) ? seed : Buffer.concat(seed.map(([, content]) => content));

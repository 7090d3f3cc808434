/**
 * Made-up client lists for the benchmarks, the same bytes for the same size: 10 columns, about 146 bytes a record.
 * Usage: node --import tsx bench/lists.ts <records> <file.csv>
 */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const SEED = 20260228;
const HEADER =
  'Customer no.,First name,Last name,Email,Mobile phone,Street,City,Postcode,Status,Notes\r\n';

const FIRST = 'Noa Idris Mira Jonas Zoé Núria Søren Aylin Piotr Lucía Ewa Tomás Anna Ben'.split(
  ' ',
);
const LAST =
  "Brandt Okafor Lindqvist Ibañez Kowalska O'Malley Nguyen Haddad Šimić Costa Levi Novak".split(
    ' ',
  );
const STREETS = ['Mill Lane', 'Harbour Street', 'Station Road', 'Rue du Port', 'Lindenweg'];
const CITIES = ['London', 'Leeds', 'Bristol', 'Sheffield', 'Newcastle upon Tyne', 'Cambridge'];
const STATUSES = ['customer', 'lead', 'former customer'];
const NOTES = [
  'prefers mornings, before ten',
  'called twice; asked for "the usual"',
  'moved here from Lisbon, speaks Portuguese',
  'pays by invoice, thirty days',
];

/** Every so many records one is wrong, as in a list from life. */
const NAMELESS_EVERY = 500;
const DUPLICATE_EVERY = 400;

/** Writes a list of that many records, a record in 500 without a name and one in 400 with the address of another one. */
export async function writeList(path: string, records: number): Promise<void> {
  await pipeline(Readable.from(pieces(records)), createWriteStream(path));
}

function* pieces(records: number): Generator<string> {
  const random = createRandom(SEED);
  let piece = HEADER;
  for (let n = 1; n <= records; n += 1) {
    piece += lineOf(n, random);
    if (piece.length < 64 * 1024) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function lineOf(n: number, random: (below: number) => number): string {
  const pick = (words: readonly string[]) => words[random(words.length)] ?? '';
  const number = String(n).padStart(8, '0');
  const first = n % NAMELESS_EVERY === 0 ? '' : pick(FIRST);
  const mailbox = n % DUPLICATE_EVERY === 0 ? n - 1 : n;
  const phone = `+4479111${String(random(100_000)).padStart(5, '0')}`;
  const street = `${1 + random(180)} ${pick(STREETS)}`;
  const postcode = `N${1 + random(20)} ${1 + random(9)}AB`;
  const note = `"${pick(NOTES).replaceAll('"', '""')}"`;
  return `${number},${first},${pick(LAST)},client${mailbox}@mail${mailbox % 50}.example.org,${phone},${street},${pick(CITIES)},${postcode},${pick(STATUSES)},${note}\r\n`;
}

/** Mulberry32: small, and the same on every machine. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [records, path] = process.argv.slice(2);
  if (path === undefined) throw new Error('Usage: bench/lists.ts <records> <file.csv>');
  await writeList(path, Number(records));
}

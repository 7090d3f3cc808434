import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const FIRST = [
  'Noa',
  'Idris',
  'Mira',
  'Jonas',
  'Zoé',
  'Núria',
  'Søren',
  'Aylin',
  'Piotr',
  'Lucía',
  'Ewa',
  'Tomás',
];
const LAST = [
  'Brandt',
  'Okafor',
  'Lindqvist',
  'Ibañez',
  'Kowalska',
  "O'Malley",
  'Nguyen',
  'Haddad',
  'van Dijk',
  'Šimić',
  'Costa',
];
const STREETS = [
  'Mill Lane',
  'Harbour Street',
  'Station Road',
  'Rue du Port',
  'Lindenweg',
  'Calle Mayor',
];

const NAMELESS_EVERY = 250;
const DUPLICATE_EVERY = 400;
/** The record whose e-mail address the duplicates repeat. */
const DUPLICATED = 7;

/** How many records of a made-up list will be rejected: those without a name and those with an earlier e-mail address. */
export function expectedRejects(clients: number): number {
  return Math.floor(clients / NAMELESS_EVERY) + countDuplicates(clients);
}

function countDuplicates(clients: number): number {
  let duplicates = 0;
  for (let i = 1; i <= clients; i++) if (isDuplicate(i)) duplicates++;
  return duplicates;
}

const isNameless = (i: number): boolean => i % NAMELESS_EVERY === 0;
const isDuplicate = (i: number): boolean =>
  i % DUPLICATE_EVERY === DUPLICATED && i > DUPLICATE_EVERY;

/** Writes a CSV of made-up clients, always the same for the same size: accents, quotes, leading zeros, a few bad records. */
export async function writeMadeUpList(path: string, clients: number): Promise<void> {
  await pipeline(Readable.from(lines(clients)), createWriteStream(path));
}

function* lines(clients: number): Generator<string> {
  yield 'Client ID,First name,Last name,Email,Mobile phone,Address,Status,Tags,Opt in\n';
  for (let i = 1; i <= clients; i++) {
    const first = isNameless(i) ? '' : pick(FIRST, i);
    const mailbox = isDuplicate(i) ? DUPLICATED : i;
    const phone = `0${String(20_000_000 + i)}`;
    const address = `"${1 + (i % 120)} ${pick(STREETS, i)}, ${String(i % 9000).padStart(5, '0')}"`;
    yield `${String(i).padStart(7, '0')},${first},${pick(LAST, i)},client${mailbox}@example.org,${phone},${address},customer,"2026, list",${i % 3 === 0 ? 'no' : 'yes'}\n`;
  }
}

function pick(words: readonly string[], i: number): string {
  return words[i % words.length] ?? '';
}

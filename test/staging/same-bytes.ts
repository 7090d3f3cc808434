import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { writeList } from '../../bench/lists.js';
import type { RequestChanges } from '../../src/staging/stage-request.js';
import { DUPLICATE_POLICIES } from '../../src/staging/batch.js';
import { makeTempDir, type Cleaner } from '../helpers/temp-dir.js';
import { hostileList } from './hostile-lists.js';

/** Files that are staged as one batch, by the name under which their digest is kept. */
export interface Case {
  readonly name: string;
  readonly paths: string[];
  readonly changes: RequestChanges;
}

const FOLDERS = {
  sample: fileURLToPath(new URL('../../data/samples/', import.meta.url)),
  fixture: fileURLToPath(new URL('../fixtures/', import.meta.url)),
  spectrum: join(dirname(createRequire(import.meta.url).resolve('csv-spectrum')), 'csvs'),
};
const NAUGHTY = createRequire(import.meta.url).resolve('big-list-of-naughty-strings');

const REGIONS = [undefined, 'GB', 'DE', 'CA'] as const;

/** Every sample, fixture and corpus, and made-up lists of hard cells in several forms. */
export async function listCases(t: Cleaner): Promise<Case[]> {
  const dir = makeTempDir(t);
  const write = (name: string, bytes: string | Buffer) => {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return path;
  };
  const cases: Case[] = [];
  const add = (name: string, paths: string[], changes: RequestChanges = {}) =>
    cases.push({ name, paths, changes });

  for (const [kind, folder] of Object.entries(FOLDERS))
    for (const file of readdirSync(folder).sort())
      if (/\.(csv|vcf)$/.test(file)) add(`${kind} ${file}`, [join(folder, file)]);
  const joined = readdirSync(FOLDERS.sample).filter((name) => name.startsWith('opencell-'));
  add(
    'samples of a family',
    joined.sort().map((name) => join(FOLDERS.sample, name)),
  );

  add('naughty strings', [write('naughty.csv', await naughtyList())]);
  for (const [at, region] of REGIONS.entries()) {
    const reading = { region, zone: 'Europe/Berlin', dateOrder: undefined };
    const lineEnd = at % 2 === 0 ? '\n' : '\r\n';
    add(`hostile list ${at}`, [write(`hostile-${at}.csv`, hostileList(at, 3000, lineEnd))], {
      reading,
    });
  }
  for (const onDuplicate of DUPLICATE_POLICIES)
    add(`hostile list, ${onDuplicate}`, [write(`d-${onDuplicate}.csv`, hostileList(9, 1500))], {
      onDuplicate,
      start: 20,
      limit: 1400,
    });
  const latin = hostileList(11, 800).replace(/[^\0-\u00ff]/g, '?');
  add('hostile list in latin1', [write('latin.csv', iconv.encode(latin, 'windows-1252'))]);
  const wide = iconv.encode(hostileList(12, 800), 'utf-16le', { addBOM: true });
  add('hostile list in UTF-16', [write('wide.csv', wide)]);
  const path = join(dir, 'list.csv');
  await writeList(path, 30_000);
  add('benchmark list', [path]);
  return cases;
}

async function naughtyList(): Promise<string> {
  const { default: strings } = (await import(NAUGHTY, { with: { type: 'json' } })) as {
    default: string[];
  };
  const rows = strings.map((text, at) => {
    const cell = `"${text.replaceAll('"', '""')}"`;
    return [`${at},${cell},,${cell},${cell}`, `${at},Noa,${cell},,`, `${at},Noa,,,${cell}`];
  });
  return ['ID,First name,Email,Phone,Notes', ...rows.flat(), ''].join('\n');
}

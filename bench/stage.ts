/**
 * Staging beside what people would use instead, on one list of one run: csv-parse alone, `sqlite3 .import`, csvsql and
 * sqlite-utils (those that are installed) and clientferry, which also recognises, maps, checks, finds duplicates and syncs.
 * Rounds take turns, so that what else the machine does hits all; medians of wall and processor time, starts included, as a
 * Markdown table. The wall ratio means something on a quiet machine only; that of processor time holds on a busy one as well.
 * Usage: npm run build && node --import tsx bench/stage.ts [records] [rounds]     (light, as in CI: 5000 1)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeList } from './lists.js';
import { medianOf, timeProcess, type Times } from './staging/time-process.js';

const RECORDS = Number(process.argv[2] ?? 500_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const CSV_PARSE = `
  import { createReadStream } from 'node:fs';
  import { parse } from 'csv-parse';
  let records = 0;
  for await (const record of createReadStream(process.argv[1]).pipe(parse())) records += record.length > 0 ? 1 : 0;
`;

interface Contender {
  readonly name: string;
  readonly program: string;
  /** `out` is a folder that is not there yet. */
  readonly args: (list: string, out: string) => string[];
  readonly env?: (out: string) => NodeJS.ProcessEnv;
}

const CONTENDERS: readonly Contender[] = [
  {
    name: 'csv-parse alone',
    program: process.execPath,
    args: (list) => ['--input-type=module', '--eval', CSV_PARSE, list],
  },
  {
    name: '`sqlite3 .import`',
    program: 'sqlite3',
    args: (list, out) => [`${out}.db`, '.mode csv', `.import ${list} clients`],
  },
  {
    name: '`csvsql --insert`',
    program: 'csvsql',
    args: (list, out) => ['--db', `sqlite:///${out}.db`, '--no-inference', '--insert', list],
  },
  {
    name: '`sqlite-utils insert`',
    program: 'sqlite-utils',
    args: (list, out) => ['insert', `${out}.db`, 'clients', list, '--csv'],
  },
  {
    name: '**clientferry stage**',
    program: process.execPath,
    args: (list) => [MAIN, 'stage', list, '--business', 'b1', '--json'],
    env: (out) => ({ DATA_DIR: out }),
  },
];

const folder = mkdtempSync(join(tmpdir(), 'clientferry-bench-'));
try {
  const list = join(folder, 'list.csv');
  await writeList(list, RECORDS);
  const present = CONTENDERS.filter(({ program }) => isInstalled(program));
  const times = new Map<string, Times[]>(present.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, program, args, env } of present) {
      const out = join(folder, `${String(round)}-${program.replace(/\W/g, '')}-out`);
      times.get(name)?.push(await timeProcess(program, args(list, out), env?.(out)));
    }
  printTable(times, statSync(list).size);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

function printTable(times: ReadonlyMap<string, readonly Times[]>, bytes: number): void {
  const alone = medianOf(times.get('csv-parse alone') ?? [], 'wallMs');
  const size = (bytes / 1e6).toFixed(1);
  console.log(`${String(RECORDS)} records, 10 columns, ${size} MB, medians of ${String(ROUNDS)}\n`);
  console.log('| | records/s | of csv-parse alone | processor µs a record | peak MB |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const [name, all] of times) {
    const wallMs = medianOf(all, 'wallMs');
    const cells = [
      Math.round((RECORDS / wallMs) * 1000).toLocaleString('en'),
      (alone / wallMs).toFixed(2),
      ((medianOf(all, 'processorMs') * 1000) / RECORDS).toFixed(1),
      (medianOf(all, 'peakBytes') / 1e6).toFixed(0),
    ];
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

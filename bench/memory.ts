/**
 * Time and peak memory of staging as the list grows: both must grow with the records and with nothing else, memory not at all.
 * Usage: npm run build && node --import tsx bench/memory.ts [records ...]     (light, as in CI: 2000)
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeList } from './lists.js';
import { timeProcess } from './staging/time-process.js';

const given = process.argv.slice(2).map(Number);
const SIZES = given.length > 0 ? given : [10_000, 100_000, 1_000_000];
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'clientferry-bench-'));
try {
  console.log('| records | MB | wall s | µs a record | processor s | peak MB |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const records of SIZES) {
    const list = join(folder, 'list.csv');
    const dataDir = join(folder, String(records));
    await writeList(list, records);
    const args = [MAIN, 'stage', list, '--business', 'b1', '--json'];
    const { wallMs, processorMs, peakBytes } = await timeProcess(process.execPath, args, {
      DATA_DIR: dataDir,
    });
    const cells = [
      records.toLocaleString('en'),
      (statSync(list).size / 1e6).toFixed(1),
      (wallMs / 1000).toFixed(1),
      ((wallMs * 1000) / records).toFixed(1),
      (processorMs / 1000).toFixed(1),
      (peakBytes / 1e6).toFixed(0),
    ];
    console.log(`| ${cells.join(' | ')} |`);
    rmSync(dataDir, { recursive: true, force: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

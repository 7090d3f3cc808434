import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { writeRejectsFile } from '../../src/results/rejects-file.js';
import { DUPLICATE_POLICIES } from '../../src/staging/batch.js';
import { checkKept, batchFiles } from '../helpers/kept.js';
import { plainList, writePlainList } from '../helpers/lists.js';
import { startProgram } from '../helpers/program.js';
import { removeNumberGuard } from '../../src/values/guard.js';
import { stageHere } from '../helpers/stage.js';
import { makeStore } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../data/samples/clients.csv', import.meta.url));

interface Place {
  file: number;
  record: number;
}

/** Where every client and every reject of a batch came from, straight from its file. */
function placesOf(dataDir: string, id: string): Place[] {
  const db = new Database(join(dataDir, 'batches', `${id}.db`), { readonly: true });
  try {
    return db
      .prepare<[], Place>(
        'SELECT file, record FROM clients UNION ALL SELECT file, record FROM rejects ORDER BY file, record',
      )
      .all();
  } finally {
    db.close();
  }
}

const cell = fc.constantFrom('', 'Noa', 'Idris', 'Mira, "the first"', 'two\nlines', ' 007 ', '+44');
const email = fc.constantFrom(
  '',
  'a@example.org',
  'A@example.org',
  'b@example.org',
  'not-an-address',
);
const record = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(cell, email, cell).map((cells) => [...cells]) },
  { weight: 1, arbitrary: fc.tuple(cell, email, cell, cell).map((cells) => [...cells]) },
  { weight: 1, arbitrary: fc.constant([] as string[]) },
);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('R3: in any list, records = accepted + rejected, and every record occurs exactly once', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'generated.csv');
  let list = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(...DUPLICATE_POLICIES),
      async (records, onDuplicate) => {
        const isFilled = (cells: readonly string[]) => cells.some((one) => one.trim() !== '');
        fc.pre(records.some(isFilled));
        const lines = records.map((cells) => cells.map(quoted).join(','));
        // A name of its own per list, so that no list is taken for an earlier one.
        writeFileSync(path, [`First name,Email,Phone,"list ${list++}"`, ...lines].join('\n'));
        const { batch } = await stageHere(store, [path], { onDuplicate });
        const filled = records.filter(isFilled).length;
        const { counts } = batch;
        assert.equal(counts.records, filled);
        assert.equal(counts.accepted + counts.rejected, filled);
        assert.equal(counts.blankLines, records.length - filled - trailingBlank(records));
        assert.deepEqual(
          placesOf(dataDir, batch.id),
          Array.from({ length: filled }, (_, i) => ({ file: 0, record: i + 1 })),
        );
        await store.deleteBatch(batch.id);
      },
    ),
    { numRuns: 300 },
  );
});

/** The list is not ended by a line end, so one blank line at its end is no line at all. */
const trailingBlank = (records: string[][]): number => (records.at(-1)?.length === 0 ? 1 : 0);

test('R4: clients keep the order of the file and are numbered from 1', async (t) => {
  const { store } = makeStore(t);
  const { batch } = await stageHere(store, [SAMPLE]);
  const rows = parse<Record<string, string>>(readFileSync(SAMPLE), { columns: true, bom: true });
  const rejected = new Set(
    (await store.readRejects(batch.id, 0, 100)).map((reject) => reject.record),
  );
  const expected = rows.filter((_, i) => !rejected.has(i + 1)).map((row) => row['Client ID']);
  const clients = await store.readClients(batch.id, 1, batch.counts.accepted);
  assert.deepEqual(
    clients.map((text) => (JSON.parse(text) as { external_id: string }).external_id),
    expected,
  );
});

/** A tmpfs with these options, unmounted after the test. */
function mountDisk(t: TestContext, options: string): string {
  const path = mkdtempSync(join(tmpdir(), 'clientferry-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  assert.equal(mounted.status, 0, `this test needs root: ${mounted.stderr.toString()}`);
  t.after(() => {
    spawnSync('umount', ['-l', path]);
    rmdirSync(path);
  });
  return path;
}

/** A folder that nobody here may write to. Root ignores file modes, so root gets a read-only mount. */
function makeReadOnlyFolder(t: TestContext): string {
  if (process.getuid?.() === 0) return mountDisk(t, 'ro');
  const path = makeTempDir(t);
  chmodSync(path, 0o500);
  return path;
}

test('R5: a full disk is told in one sentence, leaves nothing, and the same command works once there is room', async (t) => {
  const folder = makeTempDir(t);
  const small = join(folder, 'small.csv');
  const large = join(folder, 'large.csv');
  writePlainList(small, 100);
  writePlainList(large, 30_000);
  const disk = mountDisk(t, 'size=8m');
  const dataDir = join(disk, 'data');
  mkdirSync(dataDir);
  const filler = join(disk, 'filler');
  assert.equal(
    (await startProgram(t, dataDir, ['stage', small, '--business', 'b1']).exited).code,
    0,
  );
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 1_500_000)));

  const full = startProgram(t, dataDir, ['stage', large, '--business', 'b1']);
  assert.equal((await full.exited).code, 6);
  assert.match(full.errors(), /The disk is full, so nothing was staged/);
  assert.doesNotMatch(full.errors(), /\n {4}at /);
  assert.equal(batchFiles(dataDir).length, 1);

  rmSync(filler);
  const again = startProgram(t, dataDir, ['stage', large, '--business', 'b1']);
  assert.equal((await again.exited).code, 0, again.errors());
  const batches = await checkKept(dataDir);
  assert.deepEqual(
    batches.map(({ counts }) => counts.accepted),
    [30_000, 100],
  );
});

test('R7: the same bytes with the same options are one batch, in sequence and eight at a time', async (t) => {
  const dataDir = makeTempDir(t);
  const list = join(dataDir, 'clients.csv');
  writePlainList(list, 3_000);
  const programs = Array.from({ length: 8 }, () =>
    startProgram(t, dataDir, ['stage', list, '--business', 'b1', '--json']),
  );
  const codes = await Promise.all(programs.map(async (program) => (await program.exited).code));
  assert.deepEqual(
    codes,
    Array.from({ length: 8 }, () => 0),
  );
  const ids = programs.map((program) => {
    const { staged } = JSON.parse(program.output()) as { staged: { batch: { id: string } } };
    return staged.batch.id;
  });
  assert.equal(new Set(ids).size, 1);
  assert.deepEqual(batchFiles(dataDir), [`${ids[0] ?? ''}.db`]);

  writePlainList(list, 3_001);
  const other = startProgram(t, dataDir, ['stage', list, '--business', 'b1']);
  await other.exited;
  assert.match(
    other.errors(),
    new RegExp(`${ids[0] ?? ''} came from a file of the same name with other content`),
  );
  assert.equal((await checkKept(dataDir)).length, 2);
});

test('R8: memory does not grow with the file: 10,000, 100,000 and 1,000,000 records', (t) => {
  const folder = makeTempDir(t);
  const peaks = [10_000, 100_000, 1_000_000].map((n) => {
    const list = join(folder, `${n}.csv`);
    writePlainList(list, n);
    const report = join(folder, 'report.mjs');
    writeFileSync(
      report,
      'process.on("exit", () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`));',
    );
    const ran = spawnSync(
      process.execPath,
      ['--import', report, MAIN, 'stage', list, '--business', 'b1', '--json'],
      { env: { ...process.env, DATA_DIR: join(folder, 'data') }, encoding: 'utf8' },
    );
    assert.equal(ran.status, 0, ran.stderr);
    rmSync(list);
    const kibibytes = Math.max(
      ...[...ran.stderr.matchAll(/^peak (\d+)$/gm)].map((match) => Number(match[1])),
    );
    return kibibytes / 1024;
  });
  t.diagnostic(`peaks in MB: ${peaks.map((peak) => Math.round(peak)).join(', ')}`);
  const smallest = Math.min(...peaks);
  assert.ok(
    peaks.every((peak) => peak > 0 && peak < 300 && peak <= 1.5 * smallest),
    peaks.join(', '),
  );
});

test('R34: a data folder that cannot be used is refused at start, in one sentence with its path', async (t) => {
  const folder = makeTempDir(t);
  const list = join(folder, 'clients.csv');
  writeFileSync(list, plainList(3));
  const readOnly = makeReadOnlyFolder(t);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const dataDir of [join(readOnly, 'data'), file, join(file, 'below')]) {
    for (const args of [
      ['serve', '--port', '0'],
      ['stage', list, '--business', 'b1'],
      ['batches'],
    ]) {
      const program = startProgram(t, folder, args, { DATA_DIR: dataDir });
      assert.equal((await program.exited).code, 1);
      assert.match(
        program.errors(),
        new RegExp(`^Error: The data folder ${dataDir} cannot be used: [^\\n]+\\.\\n`, 'm'),
      );
      assert.doesNotMatch(program.errors(), /\n {4}at /);
    }
  }
});

test('S5: columns that are not mapped are nowhere in the batch of accepted records', async (t) => {
  const { store, dataDir } = makeStore(t);
  const path = join(dataDir, 'shop.csv');
  writeFileSync(path, 'First name,Email,password_hash\nNoa,noa@example.org,canary-hash\n');
  const { batch } = await stageHere(store, [path]);
  const bytes = readFileSync(join(dataDir, 'batches', `${batch.id}.db`));
  assert.ok(bytes.includes('noa@example.org'));
  assert.ok(!bytes.includes('canary-hash'));
});

test('S17: rejects written to a file and staged again come back with the same cells', async (t) => {
  const { store, dataDir } = makeStore(t);
  const cells = fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', "'", '"', 'a', ',', '＝', '\t'),
    maxLength: 6,
  });
  let list = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cells, cells), { minLength: 1, maxLength: 8 }),
      async (rows) => {
        const path = join(dataDir, `list-${list++}.csv`);
        // Without a first name every record is rejected.
        const lines = rows.map(([phone, note]) => `"",${quoted(phone)},${quoted(note)},"x"`);
        writeFileSync(path, ['First name,Phone,Note,Always', ...lines].join('\n'));
        const { batch } = await stageHere(store, [path], { onDuplicate: 'keep' });
        let text = '';
        for await (const piece of writeRejectsFile(store, batch)) text += piece;
        for (const written of parse(text, { bom: true, from: 2 }).flat()) {
          assert.doesNotMatch(written, /^[=+\-@\t＝＋－＠]/);
        }
        const mended = join(dataDir, `mended-${list}.csv`);
        writeFileSync(mended, text.replaceAll('\r\n"",', '\r\n"Noa",'));
        // A phone's cell may hold several numbers; what is asked here is that cells come back as they were.
        const mapping = { columns: { Phone: 'Own phone', Note: 'note' } };
        const again = await stageHere(store, [mended], { onDuplicate: 'keep', mapping });
        const clients = await store.readClients(again.batch.id, 1, again.batch.counts.accepted);
        assert.deepEqual(
          clients.map((client) => {
            const { 'Own phone': phone = '', note = '' } = JSON.parse(client) as {
              'Own phone'?: string;
              note?: string;
            };
            return [phone, note];
          }),
          rows.map((row) => row.map((cell) => removeNumberGuard(cell.trim()))),
        );
      },
    ),
    { numRuns: 60 },
  );
});

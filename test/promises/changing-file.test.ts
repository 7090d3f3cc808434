import assert from 'node:assert/strict';
import { appendFileSync, closeSync, mkdirSync, openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { batchFiles, checkKept } from '../helpers/kept.js';
import { plainList, writePlainList } from '../helpers/lists.js';
import { until } from '../helpers/poll.js';
import { startProgram } from '../helpers/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { times } from '../support/long-form.js';

const CLIENTS = times(20_000, 200_000);

const CHANGES: Record<string, (list: string, bytes: number) => void> = {
  'grows by a record': (list) => {
    appendFileSync(list, '999999,Noa,Lind,noa@example.org,+442079000000\n');
  },
  'loses its last half': (list, bytes) => {
    truncateSync(list, Math.floor(bytes / 2));
  },
  'has one letter of its last record changed, its size as before': (list, bytes) => {
    const handle = openSync(list, 'r+');
    writeSync(handle, 'X', bytes - 60);
    closeSync(handle);
  },
};

for (const [what, change] of Object.entries(CHANGES))
  test(`R11: a list that ${what} while it is being read is refused, and nothing of it is kept`, async (t) => {
    const folder = makeTempDir(t);
    const dataDir = join(folder, 'data');
    const list = join(folder, 'clients.csv');
    mkdirSync(dataDir);
    writePlainList(list, CLIENTS);
    const program = startProgram(t, dataDir, ['stage', list, '--business', 'b1']);
    // By now it has been read once, to see what it is, and is being read again.
    await until('the batch is begun', () => isBegun(dataDir));
    change(list, Buffer.byteLength(plainList(CLIENTS)));
    const { code } = await program.exited;
    assert.equal(code, 1, program.errors());
    assert.match(
      program.errors(),
      /^Error: clients\.csv was changed while it was being read\.\n {2}\S.+\.\n$/m,
    );
    assert.deepEqual(await checkKept(dataDir), []);
    assert.deepEqual(batchFiles(dataDir), []);
  });

function isBegun(dataDir: string): boolean {
  try {
    return batchFiles(dataDir).length > 0;
  } catch {
    return false;
  }
}

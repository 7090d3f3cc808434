/**
 * Stages a list and kills itself with SIGKILL at the n-th write; the seal counts as the write after the last record, its end as the
 * one after that. Usage: stage-and-die <data folder> <list> <n>
 */
import { createId } from '../../src/create-id.js';
import { openSource } from '../../src/files/open-source.js';
import { loadProfiles } from '../../src/profiles/load-profiles.js';
import type { BatchWriter } from '../../src/staging/batch-writer.js';
import { stageFiles } from '../../src/staging/stage-files.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';

const [dataDir = '', list = '', point = ''] = process.argv.slice(2);
let writes = 0;

function dieAtPoint(): void {
  if (++writes === Number(point)) process.kill(process.pid, 'SIGKILL');
}

function deadly(writer: BatchWriter): BatchWriter {
  return {
    addClient: (place, json) => {
      writer.addClient(place, json);
      dieAtPoint();
    },
    addReject: (reject) => {
      writer.addReject(reject);
    },
    addWarning: (warning) => {
      writer.addWarning(warning);
    },
    seal: async (batch) => {
      dieAtPoint();
      const sealed = await writer.seal(batch);
      dieAtPoint();
      return sealed;
    },
    abandon: () => writer.abandon(),
  };
}

const store = openSqliteStore(dataDir);
await stageFiles(
  {
    store: {
      createBatchWriter: async (id) => deadly(await store.createBatchWriter(id)),
      listBatches: (business) => store.listBatches(business),
    },
    profiles: loadProfiles(),
    openSource,
    openKeyIndex,
    createId: () => createId('b'),
    now: () => new Date(),
    onProgress: () => undefined,
  },
  {
    paths: [list],
    businessUid: 'b1',
    read: {},
    profile: 'auto',
    mapping: undefined,
    onDuplicate: 'keep-first',
    start: 1,
    limit: undefined,
    dryRun: false,
  },
);
await store.close();

/**
 * Stages a list and kills itself with SIGKILL at the n-th write; the seal counts as the write after the last record, its end as the
 * one after that. Usage: stage-and-die <data folder> <list> <n>
 */
import type { BatchWriter } from '../../src/staging/batch-writer.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { stageHere } from './stage.js';

const [dataDir = '', list = '', point = ''] = process.argv.slice(2);
let writes = 0;

function dieAtPoint(): void {
  if (++writes === Number(point)) process.kill(process.pid, 'SIGKILL');
}

function deadly(writer: BatchWriter): BatchWriter {
  return {
    addClient: (place, json, columns) => {
      writer.addClient(place, json, columns);
      dieAtPoint();
    },
    addMerged: (place) => {
      writer.addMerged(place);
    },
    addReject: (reject) => {
      writer.addReject(reject);
    },
    addWarning: (warning) => {
      writer.addWarning(warning);
    },
    drain: () => writer.drain(),
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
const createBatchWriter = store.createBatchWriter.bind(store);
store.createBatchWriter = async (id) => deadly(await createBatchWriter(id));
await stageHere(store, [list]);
await store.close();

import { createBlockMapper } from './staging/mapping-thread.js';
import type { MapperOptions } from './staging/map-record.js';
import type { PackedClients } from './staging/packed-clients.js';
import type { PackedRecords } from './staging/packed-records.js';

/** What crosses into the worker thread: once how the tables of a staging are mapped, then their records. */
export type MapTask = { tables: readonly MapperOptions[] } | { block: PackedRecords };

let mapBlock: ReturnType<typeof createBlockMapper> | undefined;

/** Maps blocks of records inside a worker thread. */
export default function runMapTask(task: MapTask): PackedClients | undefined {
  if ('block' in task) {
    if (!mapBlock) throw new Error('This thread was told of no tables.');
    return mapBlock(task.block);
  }
  mapBlock = createBlockMapper(task.tables);
  return undefined;
}

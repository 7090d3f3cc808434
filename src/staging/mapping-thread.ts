import { createRecordMapper, type MapperOptions } from './map-record.js';
import { ClientPacker, type PackedClients } from './packed-clients.js';
import { unpackRecords, type PackedRecords } from './packed-records.js';

/**
 * Maps records to clients in a thread of its own, while this one reads the next and writes those before. Nothing but pure work
 * is done there: no file is read, nothing is stored, and what comes back is what mapping here would give.
 */
export interface MappingThread {
  /** Told before the first block of a staging how its tables are mapped. */
  prepare(tables: readonly MapperOptions[]): Promise<void>;
  /** Blocks are mapped one after the other. Throws `file_too_large` when the thread's memory is not enough. */
  map(block: PackedRecords): Promise<PackedClients>;
}

/** The side of the thread: makes the function that maps the blocks of these tables. */
export function createBlockMapper(
  tables: readonly MapperOptions[],
): (block: PackedRecords) => PackedClients {
  const mappers = tables.map(createRecordMapper);
  return (block) => {
    const mapper = mappers[block.table];
    if (!mapper) throw new RangeError(`There is no table ${block.table}.`);
    const packer = new ClientPacker();
    for (const record of unpackRecords(block)) packer.add(mapper.mapClient(record));
    return packer.pack();
  };
}

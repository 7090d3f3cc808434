import { Piscina } from 'piscina';
import type { MapTask } from './map-worker.js';
import { translateDeath, workerFile } from './run-in-worker.js';
import type { MappingThread } from './staging/mapping-thread.js';
import type { PackedClients } from './staging/packed-clients.js';

/** It holds some blocks of records at a time, so half of the young generation of a staging does. */
const MEMORY = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 192 };

/** A thread that was started and must be ended. */
export interface OpenMappingThread extends MappingThread {
  close(): Promise<void>;
}

/** Starts a thread that maps records; it loads what it needs while nobody asks for anything yet. */
export function openMappingThread(memory = MEMORY): OpenMappingThread {
  const pool = new Piscina<MapTask, PackedClients>({
    filename: workerFile('map-worker'),
    minThreads: 1,
    maxThreads: 1,
    resourceLimits: memory,
  });
  // The pool starts another thread for one that died while it had nothing to do, but that one knows no tables.
  const died = new AbortController();
  pool.on('error', (error: Error) => {
    died.abort(error);
  });
  const run = async (task: MapTask) => {
    try {
      return await pool.run(task, { signal: died.signal });
    } catch (error) {
      throw translateDeath(died.signal.aborted ? died.signal.reason : error);
    }
  };
  return {
    async prepare(tables) {
      await run({ tables });
    },
    map: (block) => run({ block }),
    close: () => pool.destroy(),
  };
}

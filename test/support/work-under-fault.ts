/**
 * Does one piece of work after the other in a data folder, as its parent tells it, so that each can be made to suffer another fault
 * without a program being started anew. Forked by `test/helpers/worker-under-fault.ts`.
 */
import { Readable } from 'node:stream';
import { writeBackup } from '../../src/backup/write-backup.js';
import { FerryError } from '../../src/errors.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import type { Store } from '../../src/store/store.js';
import { declareTo } from '../helpers/declare.js';
import { stageHere } from '../helpers/stage.js';

/** What the parent may ask for. */
export type Work = { dataDir: string } & (
  | { kind: 'stage'; list: string }
  | { kind: 'declare'; batchId: string; hostUrl: string }
  | { kind: 'upload'; id: string; bytes: number }
  | { kind: 'erase'; batchId: string; seq: number }
  | { kind: 'remove'; batchId: string }
  | { kind: 'backup'; file: string }
);

/** What became of it. */
export interface Done {
  ok: boolean;
  /** The code of what was thrown. */
  code?: string | undefined;
  /** Whether it was told in words of ours. */
  told?: boolean;
  message?: string;
}

async function work(store: Store, task: Work): Promise<unknown> {
  switch (task.kind) {
    case 'stage':
      return stageHere(store, [task.list]);
    case 'declare': {
      const batch = await store.findBatch(task.batchId);
      if (!batch) throw new Error('there is no such batch');
      return declareTo(task.hostUrl, store, batch, { timeoutMs: 10_000 });
    }
    case 'upload':
      return store.writeUpload(
        task.id,
        Readable.from(Array.from({ length: 4 }, () => Buffer.alloc(task.bytes / 4, 'a'))),
      );
    case 'erase':
      return store.eraseFromBatch(task.batchId, {
        ...{ seqs: [task.seq], rejectIds: [], externalIds: [], keepsNumbers: false },
        holds: () => false,
      });
    case 'remove':
      await store.deleteBatch(task.batchId);
      return store.leaveNoTrace();
    case 'backup':
      return writeBackup(task.dataDir, task.file, { now: () => new Date() });
  }
}

async function attempt(task: Work): Promise<Done> {
  try {
    if (task.kind === 'backup') await work(undefined as never, task);
    else {
      const store = openSqliteStore(task.dataDir);
      try {
        await work(store, task);
      } finally {
        await store.close();
      }
    }
    return { ok: true };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { ok: false, code, told: error instanceof FerryError, message };
  }
}

process.on('message', (task: Work) => {
  void attempt(task).then((done) => process.send?.(done));
});
process.send?.({ ok: true } satisfies Done);

import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { openSession, stageClients } from '../helpers/store.js';
import { makeDraft } from './make-draft.js';

/**
 * Works in a data folder until the parent sends a message: `load-data-folder.ts <folder>` stages batches and removes the oldest, pulls the
 * pages of an open session, brings drafts with uploads and discards the oldest. Tells the parent of every round.
 */
const KEPT = 6;
const [dataDir = ''] = process.argv.slice(2);
const store = openSqliteStore(dataDir);
const { batch, session } = await openSession(store, 2_000, 'b1', { bytesPerClient: 500 });
const batches: string[] = [];
const drafts: string[] = [];
const ending = new AbortController();
process.once('message', () => {
  ending.abort();
});

for (let round = 1; !ending.signal.aborted; round++) {
  batches.push((await stageClients(store, 300, 'b2', { bytesPerClient: 500 })).id);
  if (batches.length > KEPT) await store.deleteBatch(batches.shift() ?? '');
  const firstSeq = ((round * 100) % 1_900) + 1;
  await store.readPage(batch.id, firstSeq, firstSeq + 99);
  await store.recordPoll({
    ...{ sessionId: session.id, polledAt: new Date().toISOString(), page: round, pageSize: 100 },
    ...{ status: 200, firstSeq, lastSeq: firstSeq + 99, sentWhole: true, durationMs: 1 },
    ...{ unknownParams: [], userAgent: undefined },
  });
  const id = `d${randomUUID()}`;
  await store.writeUpload(`${id}-a`, Readable.from([Buffer.from(`${id}\n`.repeat(2_000))]));
  const file = {
    ...{ id: `${id}-a`, name: 'a.csv', bytes: 1, read: {}, entries: [], sheets: [], sources: [] },
    problem: undefined,
  };
  await store.createDraft(makeDraft({ id, files: [file] }));
  drafts.push(id);
  const over = drafts.length > KEPT ? drafts.shift() : undefined;
  if (over !== undefined) {
    await store.deleteUpload(`${over}-a`);
    await store.deleteDraft(over);
  }
  process.send?.(round);
}
await store.close();
process.disconnect();

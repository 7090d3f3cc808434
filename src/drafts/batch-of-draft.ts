import { setImmediate as letOthersRun } from 'node:timers/promises';
import { FerryError } from '../errors.js';
import type { Batch, NumberedReject, RejectIssues, StagedFile } from '../staging/batch.js';
import type { Draft, SourceDescription } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { listSources } from './keep-known.js';

const REJECTS_PER_READ = 1_000;

/** The batch that a draft was staged into; undefined when it was not yet. Throws `batch_not_found` when it is gone. */
export async function findBatchOf(
  { store }: Pick<DraftDeps, 'store'>,
  { batchId }: Draft,
): Promise<Batch | undefined> {
  if (batchId === undefined) return undefined;
  const batch = await store.findBatch(batchId);
  if (batch) return batch;
  throw new FerryError('batch_not_found', 'The result of checking this list was removed.', {
    hint: 'Check the list again.',
  });
}

/** The rejects of a batch after an id, in file order, read in pages. */
export function readRejectsAfter(
  { store }: Pick<DraftDeps, 'store'>,
  { id }: Batch,
  after: number,
  perRead = REJECTS_PER_READ,
): AsyncGenerator<NumberedReject> {
  return inPages((last) => store.readRejects(id, last, perRead), after, perRead);
}

/** What is wrong with the rejects of a batch after an id, in file order, read in pages. */
export function readIssuesAfter(
  { store }: Pick<DraftDeps, 'store'>,
  { id }: Batch,
  after: number,
): AsyncGenerator<RejectIssues> {
  const perRead = REJECTS_PER_READ;
  return inPages((last) => store.readRejectIssues(id, last, perRead), after, perRead);
}

async function* inPages<Row extends { id: number }>(
  read: (after: number) => Promise<Row[]>,
  after: number,
  perRead: number,
): AsyncGenerator<Row> {
  for (let last = after; ;) {
    const rows = await read(last);
    yield* rows;
    if (rows.length < perRead) return;
    last = rows.at(-1)?.id ?? last;
    // A store may answer without ever waiting, and a long list must not keep the CRM's polls from their answers.
    await letOthersRun();
  }
}

/**
 * The draft's tables by the position of their files in the batch; undefined where a file was removed or is read otherwise since.
 * The batch may know them by other names: the same list may have been staged before.
 */
export function matchSources(draft: Draft, { files }: Batch): (SourceDescription | undefined)[] {
  const left = new Set(listSources(draft));
  const take = (isIt: (source: SourceDescription) => boolean) => {
    const found = [...left].find(isIt);
    if (found) left.delete(found);
    return found;
  };
  const named = files.map((file) =>
    take((source) => source.name === file.name && isReadAs(source, file)),
  );
  return files.map((file, at) => named[at] ?? take((source) => isReadAs(source, file)));
}

/** Whether it is the same table of the same bytes, read in the same way, so that its lines hold the same records. */
function isReadAs(source: SourceDescription, file: StagedFile): boolean {
  return (
    source.sha256 === file.sha256 &&
    source.form === file.form &&
    source.sheet === file.sheet &&
    source.encoding === file.encoding &&
    source.delimiter === file.delimiter &&
    source.headerLine === file.headerLine &&
    source.header.length === file.header.length &&
    source.header.every((column, at) => column === file.header[at])
  );
}

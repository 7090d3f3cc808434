import { headerFingerprint } from '../profiles/fingerprint.js';
import type { MappingFile } from '../profiles/mapping.js';
import type { Batch } from './batch.js';
import type { StagingStore } from './batch-writer.js';
import { findRetriedBatch, mappingOfBatch } from './mended-rejects.js';
import type { RecognisedSource } from './recognised-source.js';
import type { RecordSource } from './record-source.js';
import type { StageRequest } from './stage-request.js';

/**
 * What is known of a table from before: for a rejects file how its batch was staged, else the mapping that the business gave for
 * the same header. A mapping or a layout that is named now goes before both.
 */
export async function recallMapping(
  store: StagingStore,
  { mapping, profile, businessUid }: StageRequest,
  source: RecordSource,
): Promise<MappingFile | undefined> {
  if (mapping || profile !== 'auto') return undefined;
  const retried = await findRetried(store, businessUid, source);
  if (retried) return mappingOfBatch(retried);
  return source.headerLine === 0
    ? undefined
    : store.findMapping(businessUid, headerFingerprint(source.header));
}

/** The batch whose rejects file it is, if the business still has it. */
async function findRetried(
  store: StagingStore,
  businessUid: string,
  source: RecordSource,
): Promise<Batch | undefined> {
  const id = findRetriedBatch(source);
  const batches = id === undefined ? [] : await store.listBatches(businessUid);
  return batches.find((batch) => batch.id === id);
}

/** Keeps a mapping that a person gave, for the next list of the same header. */
export async function rememberMapping(
  store: StagingStore,
  { mapping, businessUid }: StageRequest,
  recognised: readonly RecognisedSource[],
): Promise<void> {
  if (!mapping) return;
  // Columns without names are the same in every list.
  for (const { source } of recognised.filter(({ source: { headerLine } }) => headerLine > 0))
    await store.rememberMapping(businessUid, headerFingerprint(source.header), mapping);
}

import { headerFingerprint } from '../profiles/fingerprint.js';
import type { MappingFile } from '../profiles/mapping.js';
import type { StagingStore } from './batch-writer.js';
import { findRetriedBatch, mappingOfBatch, plainHeader } from './mended-rejects.js';
import type { RecognisedSource } from './recognised-source.js';
import type { RecordSource } from './record-source.js';
import { wantedOf, type StageRequest } from './stage-request.js';

/** What of the store is asked for what is known from before. */
export type MappingMemory = Pick<StagingStore, 'findMapping' | 'listBatches'>;

/** A table as far as recalling its mapping needs. */
export interface Recallable {
  /** Without the columns that a rejects file adds. */
  readonly header: readonly string[];
  readonly headerLine: number;
  /** The batch whose rejects file it is. */
  readonly retryOf: string | undefined;
}

/** What is known of a table from before, unless a mapping or a layout is named for it now. */
export async function recallMapping(
  store: MappingMemory,
  request: StageRequest,
  source: RecordSource,
): Promise<MappingFile | undefined> {
  const { profile, mapping } = wantedOf(request, source.name);
  if (mapping || profile !== 'auto') return undefined;
  return recallFor(store, request.businessUid, {
    header: plainHeader(source.header),
    headerLine: source.headerLine,
    retryOf: findRetriedBatch(source),
  });
}

/**
 * For a rejects file how its batch was staged, if the business still has it, else the mapping that the business gave for the
 * same header.
 */
export async function recallFor(
  store: MappingMemory,
  businessUid: string,
  { header, headerLine, retryOf }: Recallable,
): Promise<MappingFile | undefined> {
  const batches = retryOf === undefined ? [] : await store.listBatches(businessUid);
  const retried = batches.find((batch) => batch.id === retryOf);
  if (retried) return mappingOfBatch(retried);
  return headerLine === 0 ? undefined : store.findMapping(businessUid, headerFingerprint(header));
}

/** Keeps the mappings that a person gave, for the next lists of the same headers. */
export async function rememberMappings(
  store: StagingStore,
  request: StageRequest,
  recognised: readonly RecognisedSource[],
): Promise<void> {
  for (const { source } of recognised) {
    const { mapping } = wantedOf(request, source.name);
    // Columns without names are the same in every list.
    if (mapping && source.headerLine > 0)
      await store.rememberMapping(request.businessUid, headerFingerprint(source.header), mapping);
  }
}

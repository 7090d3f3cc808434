import { createHash } from 'node:crypto';
import type { RecognisedSource } from './recognised-source.js';
import type { StageRequest } from './stage-request.js';

/** Raised whenever the same input would give other clients than before. */
const STAGING_VERSION = 1;

/**
 * One text for everything that decides what a batch holds: the bytes, how they are read, what became of each column, the
 * rules, and the options. Equal keys mean equal batches (promises R7). Lower-case hex.
 */
export function contentKey(
  sources: readonly RecognisedSource[],
  { onDuplicate, start, limit }: Pick<StageRequest, 'onDuplicate' | 'start' | 'limit'>,
): string {
  const decisive = {
    version: STAGING_VERSION,
    sources: sources.map(({ source, profile, columns }) => ({
      sha256: source.sha256,
      encoding: source.encoding,
      delimiter: source.delimiter,
      profile,
      fields: columns.map(({ field }) => field ?? null),
    })),
    onDuplicate,
    start,
    limit: limit ?? null,
  };
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
}

import { createHash } from 'node:crypto';
import type { MappingFile } from '../profiles/mapping.js';
import type { Profile } from '../profiles/profile.js';
import type { DuplicatePolicy } from './batch.js';
import type { RecordSource } from './record-source.js';

/** Raised whenever the same input would give other clients than before. */
const STAGING_VERSION = 1;

/** Everything that decides what a batch holds. */
export interface ContentParts {
  sources: readonly RecordSource[];
  profiles: readonly Profile[];
  mapping: MappingFile | undefined;
  onDuplicate: DuplicatePolicy;
  start: number;
  limit: number | undefined;
}

/** One text for everything that decides what a batch holds: equal keys mean equal batches. Lower-case hex. */
export function contentKey(parts: ContentParts): string {
  const decisive = {
    version: STAGING_VERSION,
    sources: parts.sources.map(({ sha256, encoding, delimiter }) => ({
      sha256,
      encoding,
      delimiter,
    })),
    profiles: parts.profiles,
    mapping: parts.mapping ?? null,
    onDuplicate: parts.onDuplicate,
    start: parts.start,
    limit: parts.limit ?? null,
  };
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
}

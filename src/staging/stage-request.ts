import type { MappingFile } from '../profiles/mapping.js';
import type { DuplicatePolicy } from './batch.js';
import type { ReadOptions } from './record-source.js';

/** What a person asks to be staged. */
export interface StageRequest {
  paths: string[];
  businessUid: string;
  read: ReadOptions;
  /** A profile's name, or `auto`. */
  profile: string;
  mapping: MappingFile | undefined;
  onDuplicate: DuplicatePolicy;
  /** Number of the first record to take, 1 for the first, counted over all files. */
  start: number;
  /** At most this many records are taken. */
  limit: number | undefined;
  /** Everything is done but nothing is stored. */
  dryRun: boolean;
}

/** A request with everything found by itself and the defaults of `clientferry stage`. */
export function createStageRequest(
  paths: string[],
  businessUid: string,
  changes: Partial<StageRequest> = {},
): StageRequest {
  return {
    paths,
    businessUid,
    read: {},
    profile: 'auto',
    mapping: undefined,
    onDuplicate: 'keep-first',
    start: 1,
    limit: undefined,
    dryRun: false,
    ...changes,
  };
}

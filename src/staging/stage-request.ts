import type { BusinessField } from '../profiles/host-fields.js';
import type { MappingFile } from '../profiles/mapping.js';
import type { BatchMode, DuplicatePolicy } from './batch.js';
import type { MatterForm, Reading, ValueTable } from './reading.js';
import type { ReadOptions } from './record-source.js';

/** What a person asks to be staged. */
export interface StageRequest {
  paths: string[];
  businessUid: string;
  read: ReadOptions;
  /** A profile's name, or `auto`. */
  profile: string;
  mapping: MappingFile | undefined;
  reading: Reading;
  /** Values for targets that no column of a record gives. */
  defaults: Record<string, string>;
  values: readonly ValueTable[];
  /** The business's own fields, when they are known. */
  customFields: readonly BusinessField[];
  matterForm: MatterForm;
  /** The key of the array of matters in the form `nested`. */
  mattersKey: string;
  mode: BatchMode;
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
    reading: { region: undefined, zone: 'UTC', dateOrder: undefined },
    defaults: {},
    values: [],
    customFields: [],
    matterForm: 'nested',
    mattersKey: 'matters',
    mode: 'store',
    onDuplicate: 'keep-first',
    start: 1,
    limit: undefined,
    dryRun: false,
    ...changes,
  };
}

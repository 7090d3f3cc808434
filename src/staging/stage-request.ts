import type { BusinessField } from '../profiles/host-fields.js';
import type { MappingFile } from '../profiles/mapping.js';
import type { BatchMode, DuplicatePolicy } from './batch.js';
import type { MatterForm, Reading, ValueTable } from './reading.js';
import type { Correction, ReadOptions } from './record-source.js';

/** A file to stage, and how it is to be read. */
export interface FileToStage {
  readonly path: string;
  readonly read: ReadOptions;
}

/** What a person decided about one table; it goes before what the request says about all of them. */
export interface TableChoice {
  /** Name of the source. */
  readonly source: string;
  /** A profile's name, or `auto`. */
  readonly profile: string;
  readonly mapping: MappingFile | undefined;
}

/** What a person asks to be staged. */
export interface StageRequest {
  files: readonly FileToStage[];
  businessUid: string;
  /** A profile's name, or `auto`. */
  profile: string;
  mapping: MappingFile | undefined;
  choices: readonly TableChoice[];
  /** Cells that take the place of those in the files. */
  corrections: readonly Correction[];
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
  /** The batch stays until a person removes it; that of a draft goes away with it. */
  isKept: boolean;
}

/** What a request may say otherwise than the defaults; `read` is for all its files. */
export type RequestChanges = Partial<StageRequest> & { read?: ReadOptions };

/** A request with everything found by itself and the defaults of `clientferry stage`. */
export function createStageRequest(
  paths: readonly string[],
  businessUid: string,
  { read = {}, ...changes }: RequestChanges = {},
): StageRequest {
  return {
    files: paths.map((path) => ({ path, read })),
    businessUid,
    profile: 'auto',
    mapping: undefined,
    choices: [],
    corrections: [],
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
    isKept: true,
    ...changes,
  };
}

/** What is wanted of one table: what a person decided about it, else what the request says about all. */
export function wantedOf(
  { choices, profile, mapping }: StageRequest,
  source: string,
): Pick<TableChoice, 'profile' | 'mapping'> {
  return choices.find((choice) => choice.source === source) ?? { profile, mapping };
}

import { FerryError } from '../errors.js';
import type { MappingFile } from '../profiles/mapping.js';
import type { Profile } from '../profiles/profile.js';
import { recognise, type Recognised } from '../profiles/recognise.js';
import type { BatchWriter, KeyIndex, Store } from '../store/store.js';
import type { Batch, DuplicatePolicy, RecordPlace, StagedFile } from './batch.js';
import { contentKey } from './content-key.js';
import { createDuplicateJudge, needsSurvey, type DuplicateJudge } from './duplicates.js';
import { isGuarded, unguardCell } from './formula-guard.js';
import type { Issue } from './issue.js';
import { createRecordMapper, type MappedRecord } from './map-record.js';
import type { OpenSource, ReadOptions, RecordSource, SourceRecord } from './record-source.js';
import { Tally } from './tally.js';

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

export interface StageProgress {
  bytes: number;
  totalBytes: number;
  records: number;
}

export interface StageOutcome {
  batch: Batch;
  /** The same bytes with the same options were staged for this business before; that batch is returned. */
  stagedBefore: boolean;
  /** Earlier batches of the business from a file of the same name but with other content. */
  otherContent: string[];
}

/** What staging needs from the edges. */
export interface StagingDeps {
  store: Pick<Store, 'createBatchWriter' | 'findBatchByContent' | 'listBatches'>;
  profiles: readonly Profile[];
  openSource: OpenSource;
  openKeyIndex: () => KeyIndex;
  createId: () => string;
  now: () => Date;
  onProgress: (progress: StageProgress) => void;
}

const PROGRESS_EVERY = 2_000;

/** A source file with its layout recognised. */
interface RecognisedSource extends Recognised {
  source: RecordSource;
  map: (record: SourceRecord) => MappedRecord;
}

/**
 * Stages source files as one batch: reads, maps and checks every record, keeps what is fine as clients in file order and
 * the rest as rejects with their cells and issues. The batch becomes visible whole or not at all.
 *
 * Throws the codes of `openSource`, `layout_unknown`, `profile_unknown`, `mapping_invalid`, `file_no_records`, `disk_full`.
 */
export async function stageFiles(deps: StagingDeps, request: StageRequest): Promise<StageOutcome> {
  const sources: RecordSource[] = [];
  for (const path of request.paths) sources.push(await deps.openSource(path, request.read));
  const key = contentKey({
    sources,
    ...request,
    profiles: chosenProfiles(deps.profiles, request.profile),
  });
  const earlier = await deps.store.listBatches(request.businessUid);
  const same = earlier.find((batch) => batch.contentKey === key);
  const otherContent = findSameNames(earlier, sources, key);
  if (same) return { batch: same, stagedBefore: true, otherContent };

  const recognised = sources.map((source) => recogniseSource(source, deps.profiles, request));
  const id = request.dryRun ? '' : deps.createId();
  const writer = request.dryRun ? discardingWriter : await deps.store.createBatchWriter(id);
  const index = deps.openKeyIndex();
  try {
    if (needsSurvey(request.onDuplicate)) await survey(recognised, request, index);
    const judge = createDuplicateJudge(request.onDuplicate, index);
    const { tally, stoppedAtLimit } = await readAll(
      recognised,
      request,
      judge,
      writer,
      deps.onProgress,
    );
    if (tally.counts.accepted + tally.counts.rejected === 0) throw noRecords(sources);
    const createdAt = deps.now().toISOString();
    const batch = await writer.seal({
      id,
      contentKey: key,
      createdAt,
      ...summarise(recognised, request, tally, stoppedAtLimit),
    });
    return { batch, stagedBefore: batch.id !== id, otherContent };
  } finally {
    index.close();
    await writer.abandon();
  }
}

function chosenProfiles(profiles: readonly Profile[], wanted: string): readonly Profile[] {
  return wanted === 'auto' ? profiles : profiles.filter((profile) => profile.name === wanted);
}

function findSameNames(
  earlier: readonly Batch[],
  sources: readonly RecordSource[],
  key: string,
): string[] {
  const contents = new Map(sources.map((source) => [source.name, source.sha256]));
  return earlier
    .filter((batch) => batch.contentKey !== key)
    .filter((batch) =>
      batch.files.some(({ name, sha256 }) => contents.has(name) && contents.get(name) !== sha256),
    )
    .map((batch) => batch.id);
}

function recogniseSource(
  source: RecordSource,
  profiles: readonly Profile[],
  request: StageRequest,
): RecognisedSource {
  const recognised = recognise(source.header, profiles, {
    wanted: request.profile,
    mapping: request.mapping,
  });
  const readCell = isGuarded(source.header) ? unguardCell : (cell: string) => cell;
  return {
    source,
    ...recognised,
    map: createRecordMapper(recognised.profile, recognised.columns, readCell),
  };
}

/** One record of the slice, with where it stands. */
interface Taken {
  position: number;
  place: RecordPlace;
  record: SourceRecord;
  recognised: RecognisedSource;
}

/** Walks all records of all files in order; those outside the slice are only counted. Returns true if the limit ended it. */
async function walk(
  all: readonly RecognisedSource[],
  request: StageRequest,
  take: (taken: Taken) => void,
  skip: () => void = () => undefined,
): Promise<boolean> {
  const end = request.limit === undefined ? Infinity : request.start + request.limit;
  let position = 0;
  for (const [file, recognised] of all.entries()) {
    for await (const record of recognised.source.records()) {
      if (position + 1 >= end) return true;
      position++;
      if (position < request.start) skip();
      else
        take({
          position,
          place: { file, record: record.number, line: record.line },
          record,
          recognised,
        });
    }
  }
  return false;
}

/** Looks through the slice beforehand, so that the duplicate judge knows what comes later. */
async function survey(
  all: readonly RecognisedSource[],
  request: StageRequest,
  index: KeyIndex,
): Promise<void> {
  await walk(all, request, ({ position, record, recognised }) => {
    const { emailKey, errors } = recognised.map(record);
    if (emailKey !== undefined && errors.length === 0) index.note(emailKey, position);
  });
}

async function readAll(
  all: readonly RecognisedSource[],
  request: StageRequest,
  duplicates: DuplicateJudge,
  writer: BatchWriter,
  onProgress: (progress: StageProgress) => void,
): Promise<{ tally: Tally; stoppedAtLimit: boolean }> {
  const tally = new Tally();
  const totalBytes = all.reduce((sum, { source }) => sum + source.bytes, 0);
  const report = () => {
    onProgress({
      bytes: all.reduce((sum, { source }) => sum + source.passed.bytes, 0),
      totalBytes,
      records: tally.counts.records,
    });
  };

  const stoppedAtLimit = await walk(
    all,
    request,
    ({ position, place, record, recognised }) => {
      const { json, emailKey, errors, warnings } = recognised.map(record);
      const issues =
        errors.length > 0 ? errors : list(duplicates.judge(emailKey, position, record.line));
      if (issues.length > 0) {
        writer.addReject({ ...place, cells: record.cells, issues });
        tally.rejected(issues);
      } else {
        writer.addClient(place, json);
        if (warnings.length > 0) writer.addWarning({ ...place, issues: warnings });
        tally.accepted(warnings);
      }
      if (tally.counts.records % PROGRESS_EVERY === 0) report();
    },
    () => {
      tally.outsideSlice();
    },
  );
  for (const { source } of all) tally.blankLines(source.passed.blankLines);
  report();
  return { tally, stoppedAtLimit };
}

const list = (issue: Issue | undefined): Issue[] => (issue === undefined ? [] : [issue]);

function summarise(
  all: readonly RecognisedSource[],
  request: StageRequest,
  tally: Tally,
  stoppedAtLimit: boolean,
): Omit<Batch, 'id' | 'contentKey' | 'createdAt'> {
  const fields = new Set(all.flatMap(({ columns }) => columns.flatMap(({ field }) => field ?? [])));
  return {
    businessUid: request.businessUid,
    files: all.map(describeFile),
    onDuplicate: request.onDuplicate,
    start: request.start,
    limit: request.limit,
    stoppedAtLimit,
    fields: [...fields],
    counts: tally.counts,
  };
}

function describeFile({ source, profile, columns }: RecognisedSource): StagedFile {
  const { name, bytes, sha256, encoding, delimiter, headerLine, header } = source;
  return {
    name,
    bytes,
    sha256,
    encoding,
    delimiter,
    header: [...header],
    headerLine,
    profile: profile.name,
    columns,
  };
}

function noRecords(sources: readonly RecordSource[]): FerryError {
  const names = sources.map((source) => source.name).join(', ');
  return new FerryError(
    'file_no_records',
    `${names} holds a header and no record that was asked for.`,
    {
      hint: 'Check that the export was complete, and that --start is not beyond the last record.',
    },
  );
}

/** Stands in for a batch when nothing is to be stored. */
const discardingWriter: BatchWriter = {
  addClient: () => undefined,
  addReject: () => undefined,
  addWarning: () => undefined,
  seal: (batch) => Promise.resolve(batch),
  abandon: () => Promise.resolve(),
};

import { FerryError } from '../errors.js';
import { listNames, normaliseHeaderName } from '../profiles/header-name.js';
import type { Profile } from '../profiles/profile.js';
import { assembleAhead, canAssembleAhead } from './assemble-ahead.js';
import { assembleRecords } from './assemble-records.js';
import type { Batch, StagingCounts } from './batch.js';
import { createBatchSink, type BatchSink } from './batch-sink.js';
import { discardingWriter, type BatchWriter, type StagingStore } from './batch-writer.js';
import { contentKey } from './content-key.js';
import { createDuplicateJudge, needsSurvey } from './duplicates.js';
import type { KeyIndex } from './key-index.js';
import type { MappingThread } from './mapping-thread.js';
import { findRetriedBatch } from './mended-rejects.js';
import { describeFile, recogniseSource, type RecognisedSource } from './recognised-source.js';
import type { RecordSpool } from './record-spool.js';
import type { OpenSources, RecordSource } from './record-source.js';
import type { StageRequest } from './stage-request.js';
import { recallMapping, rememberMappings } from './remembered-mapping.js';
import { surveyDuplicates } from './survey-duplicates.js';
import { Tally } from './tally.js';
import { walkSlice } from './walk-slice.js';

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
  store: StagingStore;
  profiles: readonly Profile[];
  openSources: OpenSources;
  openKeyIndex: () => KeyIndex;
  openRecordSpool: () => RecordSpool;
  /** Where records are mapped, if not in this thread. */
  mappingThread?: MappingThread | undefined;
  createId: () => string;
  now: () => Date;
  /** Called before the first record and then every 2,000 records; throws `interrupted` to end the staging. */
  throwIfStopped: () => void;
  onProgress: (progress: StageProgress) => void;
}

const PROGRESS_EVERY = 2_000;

/**
 * Stages source files as one batch: reads, maps and checks every record, keeps what is fine as clients in file order and
 * the rest as rejects with their cells and issues. The batch becomes visible whole or not at all.
 *
 * Throws the codes of `openSources`, `layout_unknown`, `profile_unknown`, `mapping_invalid`, `values_invalid`, `file_no_records`, `disk_full`,
 * `interrupted`.
 */
export async function stageFiles(deps: StagingDeps, request: StageRequest): Promise<StageOutcome> {
  const sources = await openAll(deps, request);
  const recognised: RecognisedSource[] = [];
  for (const source of sources) {
    const remembered = await recallMapping(deps.store, request, source);
    recognised.push(recogniseSource(source, deps.profiles, request, remembered));
  }
  refuseIdleTables(request, recognised);
  const key = contentKey(recognised, request);
  const earlier = await deps.store.listBatches(request.businessUid);
  const same = earlier.find((batch) => batch.contentKey === key);
  const otherContent = findSameNames(earlier, sources, key);
  if (same && (await hold(deps, request, same))) {
    await remember(deps, request, recognised);
    return { batch: same, stagedBefore: true, otherContent };
  }

  const id = request.dryRun ? '' : deps.createId();
  const writer = request.dryRun ? discardingWriter : await deps.store.createBatchWriter(id);
  try {
    const read = await readAll(deps, request, recognised, writer);
    // The last moment at which nothing is there yet.
    deps.throwIfStopped();
    if (read.counts.accepted + read.counts.rejected === 0) throw noRecords(sources);
    const batch = await writer.seal(
      {
        id,
        contentKey: key,
        businessUid: request.businessUid,
        files: recognised.map(describeFile),
        ...pick(request),
        ...summarise(read, request),
        retryOf: sources.map(findRetriedBatch).find((one) => one !== undefined),
        createdAt: deps.now().toISOString(),
      },
      { isKept: request.isKept },
    );
    if (batch.id !== id && !(await hold(deps, request, batch)))
      return await stageFiles(deps, request);
    await remember(deps, request, recognised);
    return { batch, stagedBefore: batch.id !== id, otherContent };
  } finally {
    await writer.abandon();
  }
}

/** Makes sure that a batch of before stays for who asks for it now; false when it went away with its draft meanwhile. */
async function hold(
  { store }: StagingDeps,
  { isKept, dryRun }: StageRequest,
  { id }: Batch,
): Promise<boolean> {
  return !isKept || dryRun || store.keepBatch(id);
}

/** What a person said about columns holds for the next list as well, unless nothing is to be kept. */
async function remember(
  { store }: StagingDeps,
  request: StageRequest,
  recognised: readonly RecognisedSource[],
): Promise<void> {
  if (!request.dryRun) await rememberMappings(store, request, recognised);
}

async function openAll(deps: StagingDeps, request: StageRequest): Promise<RecordSource[]> {
  const sources: RecordSource[] = [];
  for (const { path, read } of request.files) {
    deps.throwIfStopped();
    sources.push(...(await deps.openSources(path, read)));
  }
  refuseStrayCorrections(request, sources);
  return sources;
}

/** A correction that finds no list would be lost, and nobody would know. */
function refuseStrayCorrections(
  { corrections }: StageRequest,
  sources: readonly RecordSource[],
): void {
  const names = new Set(sources.map(({ name }) => name));
  const stray = corrections.find(({ source }) => !names.has(source));
  if (!stray) return;
  throw new FerryError(
    'usage',
    `A correction is for a list "${stray.source}", which is not among the files.`,
    { hint: `The lists are: ${listNames([...names])}.` },
  );
}

/** A table of values for a column that no file has would do nothing, and nobody would know. */
function refuseIdleTables({ values }: StageRequest, recognised: readonly RecognisedSource[]): void {
  const columns = recognised.flatMap((one) => one.columns);
  const names = new Set(
    columns.flatMap(({ column, field = column }) => [column, field].map(normaliseHeaderName)),
  );
  const idle = values.find(({ column }) => !names.has(normaliseHeaderName(column)));
  if (!idle) return;
  throw new FerryError(
    'values_invalid',
    `The table of values is for a column "${idle.column}", which no file has.`,
    { hint: `The columns are: ${listNames(columns.map(({ column }) => column))}.` },
  );
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

/** What reading all records came to. */
interface Read {
  counts: StagingCounts;
  sink: BatchSink;
  stoppedAtLimit: boolean;
}

async function readAll(
  deps: StagingDeps,
  request: StageRequest,
  all: readonly RecognisedSource[],
  writer: BatchWriter,
): Promise<Read> {
  const index = deps.openKeyIndex();
  const spools: RecordSpool[] = [];
  const openSpool = () => {
    const spool = deps.openRecordSpool();
    spools.push(spool);
    return spool;
  };
  try {
    if (needsSurvey(request.onDuplicate))
      await surveyDuplicates(all, request, index, openSpool, deps.throwIfStopped);
    const tally = new Tally();
    const judge = createDuplicateJudge(request.onDuplicate, index);
    const sink = createBatchSink(request, judge, writer, tally);
    const { mappingThread: thread } = deps;
    const ahead = thread && canAssembleAhead(all) && (await assembleAhead(all, sink, thread));
    const assembler = ahead || assembleRecords(all, sink, openSpool);
    const drain = async () => {
      if (ahead) await ahead.drain();
      await writer.drain();
    };
    const report = createReport(deps, all);
    let taken = 0;
    const stoppedAtLimit = await walkSlice(
      all,
      request,
      (one) => {
        assembler.take(one);
        const isDue = ++taken % PROGRESS_EVERY === 0;
        if (isDue) report(taken);
        return isDue || (ahead && ahead.isFull) ? drain() : undefined;
      },
      () => {
        tally.outsideSlice();
      },
    );
    await assembler.end();
    for (const { source } of all) tally.blankLines(source.passed.blankLines);
    report(taken);
    return { counts: tally.counts, sink, stoppedAtLimit };
  } finally {
    index.close();
    for (const spool of spools) spool.close();
  }
}

function createReport(
  { throwIfStopped, onProgress }: StagingDeps,
  all: readonly RecognisedSource[],
): (records: number) => void {
  const totalBytes = all.reduce((sum, { source }) => sum + source.bytes, 0);
  return (records) => {
    throwIfStopped();
    const bytes = all.reduce((sum, { source }) => sum + source.passed.bytes, 0);
    onProgress({ bytes, totalBytes, records });
  };
}

const pick = ({ onDuplicate, start, limit, mode }: StageRequest) => ({
  onDuplicate,
  start,
  limit,
  mode,
});

function summarise(
  { counts, sink, stoppedAtLimit }: Read,
  { matterForm }: StageRequest,
): Pick<Batch, 'counts' | 'fields' | 'matterForm' | 'stoppedAtLimit'> {
  return {
    counts,
    fields: [...sink.keys],
    matterForm: sink.hasMatters ? matterForm : undefined,
    stoppedAtLimit,
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

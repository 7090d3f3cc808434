import { FerryError } from '../errors.js';
import type { Profile } from '../profiles/profile.js';
import type { Batch } from './batch.js';
import { discardingWriter, type BatchWriter, type StagingStore } from './batch-writer.js';
import { contentKey } from './content-key.js';
import { createDuplicateJudge, needsSurvey, type DuplicateJudge } from './duplicates.js';
import type { Issue } from './issue.js';
import type { KeyIndex } from './key-index.js';
import { describeFile, recogniseSource, type RecognisedSource } from './recognised-source.js';
import type { OpenSource, RecordSource } from './record-source.js';
import type { StageRequest } from './stage-request.js';
import { Tally } from './tally.js';
import { surveyDuplicates, walkSlice } from './walk-slice.js';

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
  openSource: OpenSource;
  openKeyIndex: () => KeyIndex;
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
 * Throws the codes of `openSource`, `layout_unknown`, `profile_unknown`, `mapping_invalid`, `file_no_records`, `disk_full`, `interrupted`.
 */
export async function stageFiles(deps: StagingDeps, request: StageRequest): Promise<StageOutcome> {
  const sources: RecordSource[] = [];
  for (const path of request.paths) {
    deps.throwIfStopped();
    sources.push(await deps.openSource(path, request.read));
  }
  const recognised = sources.map((source) => recogniseSource(source, deps.profiles, request));
  const key = contentKey(recognised, request);
  const earlier = await deps.store.listBatches(request.businessUid);
  const same = earlier.find((batch) => batch.contentKey === key);
  const otherContent = findSameNames(earlier, sources, key);
  if (same) return { batch: same, stagedBefore: true, otherContent };

  const id = request.dryRun ? '' : deps.createId();
  const writer = request.dryRun ? discardingWriter : await deps.store.createBatchWriter(id);
  const index = deps.openKeyIndex();
  try {
    if (needsSurvey(request.onDuplicate))
      await surveyDuplicates(recognised, request, index, deps.throwIfStopped);
    const judge = createDuplicateJudge(request.onDuplicate, index);
    const { tally, stoppedAtLimit } = await readAll(recognised, request, judge, writer, deps);
    // The last moment at which nothing is there yet.
    deps.throwIfStopped();
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

async function readAll(
  all: readonly RecognisedSource[],
  request: StageRequest,
  duplicates: DuplicateJudge,
  writer: BatchWriter,
  { onProgress, throwIfStopped }: Pick<StagingDeps, 'onProgress' | 'throwIfStopped'>,
): Promise<{ tally: Tally; stoppedAtLimit: boolean }> {
  const tally = new Tally();
  const totalBytes = all.reduce((sum, { source }) => sum + source.bytes, 0);
  const report = () => {
    throwIfStopped();
    onProgress({
      bytes: all.reduce((sum, { source }) => sum + source.passed.bytes, 0),
      totalBytes,
      records: tally.counts.records,
    });
  };

  const stoppedAtLimit = await walkSlice(
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

import type { RecordPlace } from './batch.js';
import type { RecognisedSource } from './recognised-source.js';
import { blocksOf } from './record-blocks.js';
import type { SourceRecord } from './record-source.js';
import type { StageRequest } from './stage-request.js';

/** A record with where it stands. */
export interface PlacedRecord {
  /**
   * 1 for the first record of all files. Records that continue another one (services below their client) have the position of
   * the one that leads.
   */
  readonly position: number;
  readonly place: RecordPlace;
  readonly record: SourceRecord;
}

/** One record of the slice, with the source that knows how to map it. */
export interface Taken extends PlacedRecord {
  readonly recognised: RecognisedSource;
}

/**
 * Walks the records of all files in order: `take` gets those of the slice, `skip` is told of those before it. Records that
 * continue another one go with it. Returns true when the limit ended the walk, so that the files may hold more.
 * `take` may answer with a pause, which is waited for.
 */
export async function walkSlice(
  all: readonly RecognisedSource[],
  request: Pick<StageRequest, 'start' | 'limit'>,
  take: (taken: Taken) => Promise<void> | undefined,
  skip: () => void = () => undefined,
): Promise<boolean> {
  const end = request.limit === undefined ? Infinity : request.start + request.limit;
  let position = 0;
  for (const [file, recognised] of all.entries()) {
    for await (const block of blocksOf(recognised.source.records())) {
      for (const record of block) {
        if (position === 0 || !recognised.isContinuation(record)) position++;
        if (position >= end) return true;
        const place = { file, record: record.number, line: record.line };
        if (position < request.start) skip();
        else {
          const pause = take({ position, place, record, recognised });
          if (pause) await pause;
        }
      }
    }
  }
  return false;
}

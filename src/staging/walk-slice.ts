import type { RecordPlace } from './batch.js';
import type { KeyIndex } from './key-index.js';
import type { RecognisedSource } from './recognised-source.js';
import type { SourceRecord } from './record-source.js';
import type { StageRequest } from './stage-request.js';

/** One record of the slice, with where it stands. */
export interface Taken {
  position: number;
  place: RecordPlace;
  record: SourceRecord;
  recognised: RecognisedSource;
}

/**
 * Walks the records of all files in order: `take` gets those of the slice, `skip` is told of those before it. Returns true
 * when the limit ended the walk, so that the files may hold more.
 */
export async function walkSlice(
  all: readonly RecognisedSource[],
  request: Pick<StageRequest, 'start' | 'limit'>,
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
export async function surveyDuplicates(
  all: readonly RecognisedSource[],
  request: StageRequest,
  index: KeyIndex,
  throwIfStopped: () => void,
): Promise<void> {
  await walkSlice(all, request, ({ position, record, recognised }) => {
    throwIfStopped();
    const { emailKey, errors } = recognised.map(record);
    if (emailKey !== undefined && errors.length === 0) index.note(emailKey, position);
  });
}

import type { Profile } from '../profiles/profile.js';
import { recognise, type Recognised } from '../profiles/recognise.js';
import type { StagedFile } from './batch.js';
import { isGuarded, unguardCell } from './formula-guard.js';
import { createRecordMapper, type MappedRecord } from './map-record.js';
import type { RecordSource, SourceRecord } from './record-source.js';
import type { StageRequest } from './stage-request.js';

/** A source file with its layout recognised. */
export interface RecognisedSource extends Recognised {
  source: RecordSource;
  map: (record: SourceRecord) => MappedRecord;
}

/** Recognises a source's layout and prepares its mapping. Throws what `recognise` throws. */
export function recogniseSource(
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

/** What the batch keeps about a source file. */
export function describeFile({ source, profile, columns }: RecognisedSource): StagedFile {
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

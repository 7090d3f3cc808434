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
  opened: RecordSource,
  profiles: readonly Profile[],
  request: StageRequest,
): RecognisedSource {
  const source = isGuarded(opened.header) ? withoutGuards(opened) : opened;
  const recognised = recognise(source.header, profiles, {
    wanted: request.profile,
    mapping: request.mapping,
  });
  return {
    source,
    ...recognised,
    map: createRecordMapper(recognised.profile, recognised.columns),
  };
}

/** A rejects file of ours as it was before its cells were guarded, so that its own rejects are guarded once again only. */
function withoutGuards(source: RecordSource): RecordSource {
  return {
    ...source,
    header: source.header.map(unguardCell),
    async *records() {
      for await (const record of source.records()) {
        yield { ...record, cells: record.cells.map(unguardCell) };
      }
    },
    get passed() {
      return source.passed;
    },
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

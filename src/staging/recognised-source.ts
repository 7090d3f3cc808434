import { FerryError } from '../errors.js';
import { orderFeeders } from '../profiles/general/contact-order.js';
import { normaliseHeaderName } from '../profiles/header-name.js';
import type { MappingFile } from '../profiles/mapping.js';
import type { Profile } from '../profiles/profile.js';
import { GENERAL_PROFILE, recognise, type Recognised } from '../profiles/recognise.js';
import type { StagedFile } from './batch.js';
import { isRejectsFile, withoutMarks } from './mended-rejects.js';
import { createRecordMapper, type MapperOptions, type RecordMapper } from './map-record.js';
import type { RecordSource, SourceRecord } from './record-source.js';
import { wantedOf, type StageRequest } from './stage-request.js';
import { withCorrections } from './corrected-source.js';

/** A source file with its layout recognised. */
export interface RecognisedSource extends Recognised {
  source: RecordSource;
  /** What its mapper was made of; it can cross to another thread. */
  mapping: MapperOptions;
  mapper: RecordMapper;
  /** Whether a record continues the client above it. */
  isContinuation(record: SourceRecord): boolean;
  /** 0-based position of the column of that name, -1 when there is none. */
  indexOf(column: string): number;
}

/**
 * Recognises a source's layout and prepares its mapping; its records come as a person corrected them. Throws what `recognise`
 * throws, naming the file.
 */
export function recogniseSource(
  opened: RecordSource,
  profiles: readonly Profile[],
  request: StageRequest,
  remembered: MappingFile | undefined,
): RecognisedSource {
  const plain = isRejectsFile(opened.header) ? withoutMarks(opened) : opened;
  const source = withCorrections(plain, request.corrections);
  const wanted = wantedOf(request, source.name);
  const recognised = naming(source, () =>
    recognise(source, profiles, {
      wanted: wanted.profile,
      mapping: wanted.mapping ?? remembered,
      customFields: request.customFields.map(({ label }) => label),
    }),
  );
  const { profile, columns } = recognised;
  const names = source.header.map(normaliseHeaderName);
  const indexOf = (column: string) => names.indexOf(normaliseHeaderName(column));
  const mapping: MapperOptions = {
    // A known layout says by its order which of several columns counts; elsewhere their names do.
    columns: profile.name === GENERAL_PROFILE ? orderFeeders(columns) : columns,
    sample: source.sample,
    defaults: { ...profile.defaults, ...request.defaults },
    reading: request.reading,
    customFields: request.customFields,
    values: request.values,
  };
  return {
    source,
    ...recognised,
    mapping,
    mapper: createRecordMapper(mapping),
    indexOf,
    isContinuation: createContinuationTest(profile, indexOf),
  };
}

/** Says of which file an unknown layout is, and how a file inside a ZIP is left out. */
function naming(source: RecordSource, work: () => Recognised): Recognised {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FerryError) || error.code !== 'layout_unknown') throw error;
    const [, inside] = /\.zip\/(.+)$/i.exec(source.name) ?? [];
    const skip = inside === undefined ? '' : ` Or leave it out: --skip "${inside}".`;
    throw new FerryError(error.code, `${source.name}: ${error.message}`, {
      hint: `${error.hint ?? ''}${skip}`,
      cause: error,
    });
  }
}

function createContinuationTest(
  { clients }: Profile,
  indexOf: (column: string) => number,
): (record: SourceRecord) => boolean {
  if (clients.shape !== 'lead-and-children') return () => false;
  const lead = indexOf(clients.lead);
  return ({ cells }) => (cells[lead] ?? '').trim() === '';
}

/** What the batch keeps about a source file. */
export function describeFile({ source, profile, columns, reason }: RecognisedSource): StagedFile {
  const { name, bytes, sha256, form, sheet, encoding, delimiter } = source;
  const { headerLine, titleLines, header } = source;
  return {
    name,
    bytes,
    sha256,
    form,
    sheet,
    encoding,
    delimiter,
    header: [...header],
    headerLine,
    titleLines,
    profile: profile.name,
    reason,
    columns,
  };
}

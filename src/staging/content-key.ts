import { createHash } from 'node:crypto';
import type { RecognisedSource } from './recognised-source.js';
import { listCorrections } from './corrected-source.js';
import type { StageRequest } from './stage-request.js';

/** Raised whenever the same input would give other clients than before. */
const STAGING_VERSION = 2;

/**
 * One text for everything that decides what a batch holds: the bytes, how they are read, what became of each column, the
 * rules, and the options. Equal keys mean equal batches (promises R7). Lower-case hex.
 */
export function contentKey(sources: readonly RecognisedSource[], request: StageRequest): string {
  const { reading, defaults, values, customFields, matterForm, mattersKey, mode } = request;
  const { onDuplicate, start, limit } = request;
  const decisive = {
    version: STAGING_VERSION,
    sources: sources.map(({ source, profile, columns }) => ({
      sha256: source.sha256,
      form: source.form,
      // The bytes are those of the whole workbook.
      ...(source.sheet === undefined ? {} : { sheet: source.sheet }),
      encoding: source.encoding,
      delimiter: source.delimiter ?? null,
      headerLine: source.headerLine,
      header: source.header,
      profile,
      columns: columns.map(({ field, spec, ofMatter }) => [field ?? null, spec, ofMatter]),
    })),
    ...{ reading, defaults, customFields, matterForm, mattersKey, mode },
    values: values.map((table) => [table.column, [...table.values]]),
    ...{ onDuplicate, start, limit: limit ?? null },
    // Keys of before stay as they were.
    ...(request.corrections.length > 0
      ? {
          corrections: listCorrections(
            sources.map(({ source }) => source.name),
            request.corrections,
          ),
        }
      : {}),
  };
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
}

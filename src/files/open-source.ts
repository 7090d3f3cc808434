import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { FerryError } from '../errors.js';
import type { OpenSource, RecordSource, SourceRecord } from '../staging/record-source.js';
import { decideEncoding } from './decide-encoding.js';
import { decodeForParser, decodeText } from './decode.js';
import { parseDelimiter } from './delimiter-option.js';
import { parseEncodingName } from './encoding-name.js';
import { findDelimiter, findSepLine, type TextSample } from './find-delimiter.js';
import { fileChanged, readRecords } from './read-records.js';
import { scanBytes, type ByteScan } from './scan-bytes.js';
import { readBytes, requireRegularFile } from './source-file.js';

const sampleCharacters = 64 * 1024;

/**
 * Opens a CSV file: reads all its bytes once, decides encoding and delimiter, and reads the header.
 * A file with only a header opens well and yields no records.
 * Throws `usage` (delimiter), `encoding_unknown`, `file_not_found`, `file_unreadable`, `file_empty`, `file_not_text`,
 * `encoding_uncertain`, `quote_not_closed`, `record_too_long`.
 */
export const openSource: OpenSource = async (path, options) => {
  const named = options.encoding === undefined ? undefined : parseEncodingName(options.encoding);
  const given = options.delimiter === undefined ? undefined : parseDelimiter(options.delimiter);
  await requireRegularFile(path);
  const name = basename(path);
  const scan = await scanBytes(path);
  if (!scan.hasText) throw fileEmpty(name);
  const { encoding, reason } = await decideEncoding(path, scan, named);
  const sample = await readSample(path, encoding);
  const separator = findSepLine(sample.text);
  const delimiter = given ?? separator ?? findDelimiter(sample);
  const plan = { name, delimiter };
  const sepRows = separator === undefined ? 0 : 1;
  const openInput = () => decodeForParser(readBytes(path), encoding);
  const header = await readHeader(readRecords({ ...plan, skipRows: sepRows, openInput }), name);

  let pass = { blankLines: 0, bytes: 0 };
  function records(): AsyncIterable<SourceRecord> {
    const mine = { blankLines: 0, bytes: 0 };
    pass = mine;
    const readPass = () => readAgain(path, scan, (bytes) => (mine.bytes = bytes));
    return readRecords({
      ...plan,
      skipRows: sepRows + 1,
      openInput: () => decodeForParser(readPass(), encoding),
      onBlankLines: (count) => (mine.blankLines += count),
    });
  }

  return {
    name,
    bytes: scan.bytes,
    sha256: scan.sha256,
    encoding,
    encodingReason: reason,
    delimiter,
    header: header.cells,
    headerLine: header.line,
    records,
    get passed() {
      return pass;
    },
  } satisfies RecordSource;
};

/** Yields the bytes of a later pass and compares them with the first. Throws `file_changed`, `file_unreadable`. */
async function* readAgain(
  path: string,
  first: ByteScan,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of readBytes(path)) {
      hash.update(chunk);
      bytes += chunk.length;
      // A file that grows for ever would otherwise be read for ever.
      if (bytes > first.bytes) break;
      onBytes(bytes);
      yield chunk;
    }
  } catch (error) {
    // It was there a moment ago.
    const isGone = error instanceof FerryError && error.code === 'file_not_found';
    throw isGone ? fileChanged(basename(path)) : error;
  }
  if (bytes !== first.bytes || hash.digest('hex') !== first.sha256) {
    throw fileChanged(basename(path));
  }
}

async function readSample(path: string, encoding: string): Promise<TextSample> {
  let text = '';
  for await (const piece of decodeText(readBytes(path), encoding)) {
    text += piece;
    if (text.length > sampleCharacters) {
      return { text: text.slice(0, sampleCharacters), isWhole: false };
    }
  }
  return { text, isWhole: true };
}

async function readHeader(rows: AsyncIterable<SourceRecord>, name: string): Promise<SourceRecord> {
  for await (const row of rows) return row;
  throw fileEmpty(name);
}

function fileEmpty(name: string): FerryError {
  return new FerryError('file_empty', `${name} holds nothing.`, {
    hint: 'Export the list again; its first line must name the columns.',
  });
}

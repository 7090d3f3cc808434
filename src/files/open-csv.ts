import type { ReadOptions, RecordSource, SourceRecord } from '../staging/record-source.js';
import type { ByteSource } from './byte-source.js';
import { decideEncoding, type EncodingDecision } from './decide-encoding.js';
import { decodeForParser, decodeText } from './decode.js';
import { codeUnitBytes } from './encoding-name.js';
import { findDelimiter, findSepLine, type TextSample } from './find-delimiter.js';
import { headCharacters } from './limits.js';
import { readAgain } from './read-again.js';
import { readRecords, type RecordPlan } from './read-records.js';
import { scanBytes, type ByteScan } from './scan-bytes.js';
import { fileEmpty, findTable, type TableLayout } from './table/find-table.js';
import { everyRow, gatherHead } from './table/head-rows.js';
import { RecordMaker } from './table/record-maker.js';
import { takeSample } from './take-sample.js';

/** A CSV file about which everything is known that its records need. */
interface CsvFile {
  readonly source: ByteSource;
  readonly scan: ByteScan;
  readonly decision: EncodingDecision;
  readonly delimiter: string;
  readonly hasSepLine: boolean;
}

/**
 * Opens a CSV file: reads all its bytes once, decides encoding and delimiter, finds the header. `options` come from
 * `checkOptions`. A file with only a header opens well and yields no records.
 * Throws `file_empty`, `file_not_text`, `encoding_uncertain`, `header_missing`, `too_many_columns`, `quote_not_closed`,
 * `record_too_long`, `usage` (header line), and what reading `source` throws.
 */
export async function openCsv(source: ByteSource, options: ReadOptions): Promise<RecordSource> {
  const scanned = await scanBytes(source);
  if (!scanned.hasText) throw fileEmpty(source.name);
  const decision = await decideEncoding(source, scanned, options.encoding);
  // The byte 1A is half of a character where characters take two bytes.
  const isWide = codeUnitBytes(decision.encoding) > 1;
  const scan = isWide ? { ...scanned, textBytes: scanned.bytes } : scanned;
  const text = await readSampleText(source, scan, decision.encoding);
  const separator = findSepLine(text.text);
  const delimiter = options.delimiter ?? separator ?? findDelimiter(text);
  const file = { source, scan, decision, delimiter, hasSepLine: separator !== undefined };
  const head = await gatherHead(readRecords(planOf(file), everyRow), options.headerLine);
  const table = findTable(source.name, head, options);
  const sample = await takeSample(createPass(file, table).records);
  return presentCsv(file, table, sample);
}

function presentCsv(
  file: CsvFile,
  table: TableLayout,
  sample: readonly SourceRecord[],
): RecordSource {
  let passed = { blankLines: 0, bytes: 0 };
  return {
    name: file.source.name,
    bytes: file.scan.bytes,
    sha256: file.scan.sha256,
    form: 'csv',
    encoding: file.decision.encoding,
    encodingReason: file.decision.reason,
    delimiter: file.delimiter,
    header: table.header,
    headerLine: table.headerLine,
    titleLines: table.titleLines,
    sample,
    records() {
      const pass = createPass(file, table);
      passed = pass.passed;
      return pass.records;
    },
    get passed() {
      return passed;
    },
  };
}

function createPass(file: CsvFile, table: TableLayout) {
  const passed = { blankLines: 0, bytes: 0 };
  const plan = planOf(file, (bytes) => (passed.bytes = bytes));
  const onBlankLines = (count: number): void => void (passed.blankLines += count);
  const maker = new RecordMaker(table, { name: plan.name, onBlankLines });
  return { passed, records: readRecords(plan, maker) };
}

function planOf(file: CsvFile, onBytes: (bytes: number) => void = () => undefined): RecordPlan {
  const { source, scan, decision, delimiter, hasSepLine } = file;
  return {
    name: source.name,
    delimiter,
    hasSepLine,
    openInput: () => decodeForParser(readAgain(source, scan, onBytes), decision.encoding),
  };
}

async function readSampleText(
  source: ByteSource,
  scan: ByteScan,
  encoding: string,
): Promise<TextSample> {
  let text = '';
  for await (const piece of decodeText(
    readAgain(source, scan, () => undefined),
    encoding,
  )) {
    text += piece;
    if (text.length > headCharacters)
      return { text: text.slice(0, headCharacters), isWhole: false };
  }
  return { text, isWhole: true };
}

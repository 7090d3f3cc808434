import { CsvError, parse } from 'csv-parse/sync';
import { csvOptions } from './csv-options.js';
import { withoutStacks } from './without-stacks.js';

/** The first rows of a file, for finding out how it is written. */
export interface TextSample {
  /** Decoded, without byte order mark. */
  readonly text: string;
  /** False when the file goes on after the sample. */
  readonly isWhole: boolean;
}

interface Score {
  readonly delimiter: string;
  /** Share of rows as wide as the header, lowered when the quotes are not clean. */
  readonly fit: number;
  readonly spacedCells: number;
  readonly columns: number;
}

const candidates = [',', ';', '\t', '|'];
/** Quotes that only parse relaxed speak against a delimiter: with the right one they are mostly clean. */
const relaxedWeight = 0.75;

/** The delimiter that a leading `sep=;` line names (written by and for Excel), or undefined. */
export function findSepLine(text: string): string | undefined {
  return /^sep=([^\r\n"\0])(?:[\r\n]|$)/iu.exec(text)?.[1];
}

/**
 * Finds the delimiter by parsing the sample with each candidate, as csv-parse's own `delimiter_auto` looks into
 * quoted cells and splits one-column files on a letter (tried with 7.0).
 */
export function findDelimiter(sample: TextSample): string {
  const scores = candidates.flatMap((delimiter) => scoreDelimiter(sample, delimiter) ?? []);
  // The sort is stable, so equal scores keep the order of the candidates.
  scores.sort((a, b) => b.fit - a.fit || a.spacedCells - b.spacedCells || b.columns - a.columns);
  return scores[0]?.delimiter ?? ',';
}

function scoreDelimiter(sample: TextSample, delimiter: string): Score | undefined {
  // Parsing, which takes a while at the start, would find one column.
  if (!sample.text.includes(delimiter)) return undefined;
  const strict = parseSample(sample, delimiter, false);
  const rows = strict ?? parseSample(sample, delimiter, true) ?? [];
  const [header, ...body] = rows;
  if (header === undefined || header.length < 2) return undefined;
  const columns = header.length;
  const fitting = body.filter((row) => row.length === columns).length;
  const share = body.length === 0 ? 1 : fitting / body.length;
  return {
    delimiter,
    fit: share * (strict === undefined ? relaxedWeight : 1),
    spacedCells: rows.flat().filter((cell) => cell.startsWith(' ')).length,
    columns,
  };
}

/** The rows of the sample, or undefined when its quotes cannot be parsed strictly. */
function parseSample(
  sample: TextSample,
  delimiter: string,
  relaxed: boolean,
): string[][] | undefined {
  const rows: string[][] = [];
  const gather = (row: string[]): undefined => void rows.push(row);
  try {
    const options = { ...csvOptions(delimiter), relax_quotes: relaxed, on_record: gather };
    withoutStacks(() => parse(sample.text, options));
    // The last row of a sample is probably cut.
    if (!sample.isWhole) rows.pop();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const isCut = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE';
    if (!isCut) return undefined;
  }
  return rows;
}

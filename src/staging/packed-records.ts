import { packTexts, unpackTexts, type PackedTexts } from './packed-texts.js';
import type { SourceRecord } from './record-source.js';

/** Records of one table on their way to be mapped. */
export interface PackedRecords {
  /** Position of the table among those that were told. */
  readonly table: number;
  readonly lines: Uint32Array<ArrayBuffer>;
  /** How many cells each record has. */
  readonly widths: Uint32Array<ArrayBuffer>;
  readonly cells: PackedTexts;
}

/** Packs records of one table. */
export function packRecords(table: number, records: readonly SourceRecord[]): PackedRecords {
  const cells: string[] = [];
  for (const record of records) for (const cell of record.cells) cells.push(cell);
  return {
    table,
    lines: Uint32Array.from(records, ({ line }) => line),
    widths: Uint32Array.from(records, ({ cells }) => cells.length),
    cells: packTexts(cells),
  };
}

/** The records of a block with what counts in mapping, their lines and cells. */
export function* unpackRecords({
  lines,
  widths,
  cells: packed,
}: PackedRecords): Generator<SourceRecord> {
  const cells = unpackTexts(packed);
  let start = 0;
  for (const [at, line] of lines.entries()) {
    const end = start + (widths[at] ?? 0);
    yield { number: 0, line, cells: cells.slice(start, end) };
    start = end;
  }
}

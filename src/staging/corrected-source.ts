import { mapRecords } from './record-blocks.js';
import type { Correction, RecordSource, SourceRecord } from './record-source.js';

/** The corrected cells of one record: value by position. */
export type CorrectedCells = ReadonlyMap<number, string>;

/** Corrections by the line of their record and by the source; of several for one cell the last one counts. */
export type CorrectionIndex = ReadonlyMap<string, ReadonlyMap<number, CorrectedCells>>;

/** Puts corrections in order by source, line and cell. */
export function indexCorrections(corrections: Iterable<Correction>): CorrectionIndex {
  const sources = new Map<string, Map<number, Map<number, string>>>();
  for (const { source, line, index, value } of corrections) {
    const lines = sources.get(source) ?? new Map<number, Map<number, string>>();
    sources.set(source, lines);
    const cells = lines.get(line) ?? new Map<number, string>();
    lines.set(line, cells);
    cells.set(index, value);
  }
  return sources;
}

/**
 * A source whose records come as a person corrected them, as if the file itself had been mended. The sample stays what it was:
 * by it the person has seen what columns mean, and a corrected cell must not change how the others are read.
 */
export function withCorrections(
  source: RecordSource,
  corrections: readonly Correction[],
): RecordSource {
  const lines = indexCorrections(corrections).get(source.name);
  if (!lines) return source;
  const width = source.header.length;
  const correct = (record: SourceRecord) => {
    const cells = lines.get(record.line);
    return cells ? correctRecord(record, cells, width) : record;
  };
  return {
    ...source,
    records: () => mapRecords(source.records(), correct),
    get passed() {
      return source.passed;
    },
  };
}

/**
 * A record with its corrections, `width` being that of the header. A position beyond its end widens it with blank cells; blank
 * cells beyond the header fall away, as they do in reading. What a person has mended is a record, whatever it looked like.
 */
export function correctRecord(
  record: SourceRecord,
  corrected: CorrectedCells,
  width: number,
): SourceRecord {
  const cells = [...record.cells];
  for (const [index, value] of corrected) {
    while (cells.length < index) cells.push('');
    cells[index] = value;
  }
  while (cells.length > width && cells.at(-1)?.trim() === '') cells.pop();
  const isSame =
    cells.length === record.cells.length && cells.every((cell, at) => cell === record.cells[at]);
  return isSame ? record : { ...record, cells, oddity: undefined };
}

/** The corrections that count, in one order whatever the order in which they were made; sources by their position. */
export function listCorrections(
  sources: readonly string[],
  corrections: readonly Correction[],
): (readonly [source: number, line: number, index: number, value: string])[] {
  const index = indexCorrections(corrections);
  return sources.flatMap((name, at) =>
    [...(index.get(name) ?? [])]
      .sort(byPosition)
      .flatMap(([line, cells]) =>
        [...cells].sort(byPosition).map(([cell, value]) => [at, line, cell, value] as const),
      ),
  );
}

const byPosition = ([a]: readonly [number, unknown], [b]: readonly [number, unknown]): number =>
  a - b;

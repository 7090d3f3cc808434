import type { DraftColumnWire, DraftSourceWire } from '../../web/api/wire.js';

type Table = Pick<DraftSourceWire, 'columns' | 'top_rows' | 'header_line' | 'preview'>;

const SAMPLES = 5;

/** What a person has said in this page about columns, by their positions. */
export type Said = ReadonlyMap<number, string | null>;

/**
 * The columns of a table. While its layout is unknown the API tells none, so they are read off its header and first records,
 * with what a person has `said` of them: it counts as soon as one of them gives the clients a name.
 */
export function columnsOf(
  { columns, top_rows, header_line, preview }: Table,
  said: Said = new Map(),
): DraftColumnWire[] {
  if (columns.length > 0) return columns;
  const header = top_rows.find(({ line }) => line === header_line)?.cells ?? [];
  return header.map((name, index) => ({
    index,
    name,
    field: said.get(index) ?? null,
    of_matter: false,
    confidence: 0,
    reason: '',
    chosen: said.has(index),
    samples: samplesAt(index, preview),
    values: [],
  }));
}

function samplesAt(index: number, preview: Table['preview']): string[] {
  const cells = preview.map(({ cells }) => cells[index]?.trim() ?? '');
  return [...new Set(cells.filter((cell) => cell !== ''))].slice(0, SAMPLES);
}

const NAMES = ['first_name', 'full_name', 'company'];

/** Whether some column gives clients a name; tables of things served under clients need none. */
export function hasName(columns: readonly DraftColumnWire[]): boolean {
  const isOfThings = columns.some(({ of_matter }) => of_matter);
  return isOfThings || columns.some(({ field }) => field !== null && NAMES.includes(field));
}

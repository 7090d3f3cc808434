import type { DraftRejectsWire } from '../../web/api/wire.js';

/** A column in which something can be replaced; the position in the header, since names may repeat. */
export interface ReplaceableColumn {
  source: string;
  index: number;
  name: string;
}

/** The columns of the tables on a page, those with something to mend first. */
export function replaceableColumns({ rejects, headers }: DraftRejectsWire): ReplaceableColumn[] {
  const wrong = new Set(
    rejects.flatMap(({ source, issues }) =>
      issues.map(({ column }) => keyOf(source, column ?? '')),
    ),
  );
  const all = headers.flatMap(({ source, columns }) =>
    columns.map((name, index) => ({ source, index, name })),
  );
  const isWrong = ({ source, name }: ReplaceableColumn) => wrong.has(keyOf(source, name));
  return [...all.filter(isWrong), ...all.filter((column) => !isWrong(column))];
}

const keyOf = (source: string, name: string): string => JSON.stringify([source, name]);

/** The different values of a column on a page, the most frequent first, with how many cells hold them. */
export function valuesIn(
  { rejects }: Pick<DraftRejectsWire, 'rejects'>,
  { source, index }: Pick<ReplaceableColumn, 'source' | 'index'>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const reject of rejects) {
    const value = reject.source === source ? reject.cells[index] : undefined;
    if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

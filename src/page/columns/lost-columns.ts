import type { DraftColumnWire } from '../../web/api/wire.js';

type Fed = Pick<DraftColumnWire, 'index' | 'name' | 'field'>;

export interface LostColumn {
  name: string;
  /** What it fed before. */
  field: string;
}

/**
 * The columns that lost their field to another one: a field that takes one column goes to the last choice. `changed` is the
 * position of the column that a person has just decided.
 */
export function lostColumns(
  before: readonly Fed[],
  after: readonly Fed[],
  changed: number,
): LostColumn[] {
  const fieldAfter = new Map(after.map(({ index, field }) => [index, field]));
  const taken = fieldAfter.get(changed) ?? null;
  return before.flatMap(({ index, name, field }) =>
    index !== changed && field !== null && field === taken && fieldAfter.get(index) !== field
      ? [{ name, field }]
      : [],
  );
}

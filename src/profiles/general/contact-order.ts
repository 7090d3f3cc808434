import type { ColumnMapping } from '../mapping.js';
import { readHeaderName, readNumbers } from './header-words.js';
import { findQualifier, type Qualifier } from './qualifiers.js';

/** Which of several phones or e-mail addresses is tried first. */
const ORDER: readonly (Qualifier | undefined)[] = [
  'primary',
  'mobile',
  undefined,
  'home',
  'work',
  'other',
];

/**
 * Puts columns into the order in which their values count: among those that feed `email`, and among those that feed `phone`,
 * primary before mobile, plain, home, work and other ones, numbered ones ascending; among those that feed `street`, line by
 * line. Every other column keeps its place, and `index` keeps telling where a column stands in the file.
 */
export function orderFeeders(columns: readonly ColumnMapping[]): ColumnMapping[] {
  const ordered = [...columns];
  for (const field of ['email', 'phone', 'street']) {
    const places = columns.flatMap((column, place) =>
      column.field === field && column.ofMatter !== true
        ? [{ column, place, key: keyOf(column.column, field) }]
        : [],
    );
    const sorted = [...places].sort(
      (one, other) => one.key - other.key || one.column.index - other.column.index,
    );
    for (const [at, { place }] of places.entries()) {
      const feeder = sorted[at];
      if (feeder) ordered[place] = feeder.column;
    }
  }
  return ordered;
}

/** Kind before number; a number has four digits at most. */
function keyOf(column: string, field: string): number {
  const { words } = readHeaderName(column);
  const { group, line } = readNumbers(words);
  const number = group ?? line ?? 0;
  return field === 'street' ? number : ORDER.indexOf(kindOf(words)) * 10_000 + number;
}

/** A second mobile phone is another phone, and a mobile phone for work a mobile phone. */
function kindOf(words: readonly string[]): Qualifier | undefined {
  const found = new Set(words.map(findQualifier));
  const kinds = ['primary', 'other', 'mobile', 'home', 'work'] as const;
  return kinds.find((kind) => found.has(kind));
}

import type { HeaderName } from './header-words.js';
import type { Qualifier } from './qualifiers.js';
import type { Sense } from './sense.js';

/** What is understood of a column so far. */
export interface Understood {
  readonly index: number;
  readonly column: string;
  readonly name: HeaderName;
  readonly sense: Sense | undefined;
  readonly confidence: number;
  readonly reason: string;
  /** Place among the names of its sense: of two columns for one field the lower one is the better name. */
  readonly rank: number;
  readonly qualifiers: ReadonlySet<Qualifier>;
  /** Senses between which its name alone does not decide. */
  readonly doubt?: readonly Sense[] | undefined;
  /** True when its name says so little that its values may speak for it. */
  readonly isMute?: true | undefined;
}

/** The reason of columns of which nothing is known. */
export const NO_FIELD = 'no field of that name';

/** The column without a meaning, for a reason. */
export function leaveOut(column: Understood, reason: string): Understood {
  return {
    ...column,
    sense: undefined,
    doubt: undefined,
    isMute: undefined,
    confidence: 1,
    reason,
  };
}

/** A column's name between quotes, shortened, for reasons. */
export function quote({ column }: { readonly column: string }): string {
  return `"${column.length > 60 ? `${column.slice(0, 60)}…` : column}"`;
}

/** Order of columns for one field, best first: surest, best name, lowest number; the text decides last, never the place. */
export function compareColumns(one: Understood, other: Understood): number {
  return (
    other.confidence - one.confidence ||
    one.rank - other.rank ||
    numberOf(one) - numberOf(other) ||
    (one.column < other.column ? -1 : Number(one.column > other.column)) ||
    one.index - other.index
  );
}

const numberOf = ({ name }: Understood): number =>
  Number(name.words.find((word) => /^\d{1,4}$/.test(word)) ?? 0);

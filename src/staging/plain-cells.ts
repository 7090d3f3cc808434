import type { ColumnMapping } from '../profiles/mapping.js';
import type { Rule, Transform } from '../profiles/profile.js';
import { isPlainEmail } from '../values/email.js';
import { isPlainPhone, toE164 } from '../values/phone.js';
import { isPlaceholder } from '../values/placeholder.js';
import { isPlainText } from '../values/plain-text.js';
import { isScientificNotation } from '../values/scientific-notation.js';
import type { Reading } from './reading.js';
import { findBreach } from './rules.js';
import type { Treatment } from './treatments.js';

/** The value of a cell about which there is nothing to find or change, or undefined when it must be looked at closely. */
export type ReadPlain = (cell: string) => string | undefined;

/** For columns all of whose cells must be looked at closely. */
export const readNothing: ReadPlain = () => undefined;

/** What is known of the column besides its mapping and treatment. */
export interface PlainOptions {
  readonly reading: Reading;
  /** How long its codes are, when they all are. */
  readonly length: number | undefined;
  /** Whether its values may be replaced by others. */
  readonly isReplaced: boolean;
}

/** What leaves plain text as it is (`values/plain-text.ts`). */
const HARMLESS: readonly Transform[] = ['trim', 'single-spaces', 'lines'];

/**
 * The short way through a column, for the many cells that are as they should be: what it gives is what the long way gives
 * (`column-reader.ts`, a test compares both), without a list, a finding or a pattern on the way. Decided once for the column;
 * those whose values are replaced, parted by own signs, or must be unique have none.
 */
export function createPlainReader(
  { column, spec }: ColumnMapping,
  { kind, transforms, rules }: Treatment,
  { reading: { region }, length, isReplaced }: PlainOptions,
): ReadPlain {
  const work = transforms.filter((name) => !HARMLESS.includes(name));
  const isPhone = work.length === 1 && work[0] === 'phone' && kind === 'phone';
  const isUnique = rules.some(({ rule }) => rule === 'unique');
  if ((work.length > 0 && !isPhone) || isReplaced || isUnique || spec?.splitOn) return readNothing;

  const { longest, others } = sortRules(rules);
  const isFine = (value: string) =>
    value.length <= longest &&
    (others.length === 0 || findBreach(column, value, others) === undefined);

  switch (kind) {
    case 'phone':
      if (!isPhone) return readNothing;
      return (cell) => {
        if (!isPlainPhone(cell)) return undefined;
        const { phone, certain } = toE164(cell, region);
        return certain && isFine(phone) ? phone : undefined;
      };
    case 'email':
      return (cell) =>
        isPlainEmail(cell) && !isPlaceholder(cell, kind) && isFine(cell) ? cell : undefined;
    case 'name':
      return (cell) =>
        isPlainText(cell) && !isPlaceholder(cell, kind) && isFine(cell) ? cell : undefined;
    case 'id': {
      const shortest = length ?? 0;
      return (cell) =>
        cell.length >= shortest && isPlainText(cell) && !isScientificNotation(cell) && isFine(cell)
          ? cell
          : undefined;
    }
    case 'text':
      return (cell) => (isPlainText(cell) && isFine(cell) ? cell : undefined);
  }
}

/** Plain text is one line, and there; its length is compared with a number. */
function sortRules(rules: readonly Rule[]): { longest: number; others: readonly Rule[] } {
  let longest = Infinity;
  const others = rules.filter((rule) => {
    if (rule.rule === 'max-length') longest = Math.min(longest, rule.characters);
    return !['max-length', 'single-line', 'required'].includes(rule.rule);
  });
  return { longest, others };
}

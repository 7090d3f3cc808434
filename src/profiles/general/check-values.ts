import { areMostly, ENOUGH_VALUES, type Look } from './look-of-values.js';
import { speaksOfOtherNumbers } from './obstacles.js';
import { describeSense, isOfAddress, isOfName, type Sense } from './sense.js';
import { leaveOut, type Understood } from './understood.js';

/** Gives the look of the values of a column. */
export type LookAtColumn = (index: number) => Look;

/** What at least one value must have; more is not asked, since lists are dirty. */
const NEEDS: Readonly<Partial<Record<Sense, keyof Look>>> = {
  email: 'withAt',
  phone: 'withDigit',
  name: 'withLetter',
  full_name: 'withLetter',
  first_name: 'withLetter',
  middle_name: 'withLetter',
  last_name: 'withLetter',
  company: 'withLetter',
  address: 'withLetter',
  city: 'withLetter',
  region: 'withLetter',
  country: 'withLetter',
};

const LACKS: Readonly<Partial<Record<keyof Look, string>>> = {
  withAt: 'an @',
  withDigit: 'a digit',
  withLetter: 'a letter',
};

/**
 * Holds the meaning of each name against the values: a column of e-mail addresses that is called a phone feeds the e-mail
 * address, and a meaning that no value bears out is withdrawn. A bare name without letters may be anything its values show.
 */
export function checkValues(columns: readonly Understood[], look: LookAtColumn): Understood[] {
  const namesInAll = columns.filter(({ sense }) => isOfName(sense)).length;
  return columns.map((column) => {
    const { sense, index } = column;
    if (sense === undefined) return column;
    const found = look(index);
    if (found.filled < ENOUGH_VALUES) return column;
    const isNoEmailPlace =
      sense === 'phone' || isOfAddress(sense) || (sense === 'name' && namesInAll > 1);
    if (isNoEmailPlace && areMostly('emails', found)) return becomeEmail(column, found);
    const need = NEEDS[sense];
    if (need === undefined || found[need] > 0) return column;
    const lack = `called ${describeSense(sense)}, but none of ${found.filled} values holds ${LACKS[need] ?? ''}`;
    const without = leaveOut(column, lack);
    return sense === 'name' ? { ...without, isMute: true } : without;
  });
}

function becomeEmail(column: Understood, look: Look): Understood {
  const values = `${look.emails} of ${look.filled} values are e-mail addresses`;
  const reason = `called ${describeSense(column.sense ?? 'name')}, but ${values}`;
  return { ...column, sense: 'email', confidence: 0.6, reason, qualifiers: new Set() };
}

/** Lets the values speak for columns whose names say nothing, when no other column is named for what they show. */
export function hearValues(columns: readonly Understood[], look: LookAtColumn): Understood[] {
  const hasEmail = columns.some(({ sense }) => sense === 'email');
  const hasPhone = columns.some(({ sense }) => sense === 'phone');
  return columns.map((column) => {
    if (column.isMute !== true) return column;
    const found = look(column.index);
    if (!hasEmail && areMostly('emails', found)) {
      const reason = `${found.emails} of ${found.filled} values look like e-mail addresses`;
      return { ...column, sense: 'email', confidence: 0.7, reason };
    }
    if (!hasPhone && areMostly('phones', found) && !speaksOfOtherNumbers(column.name)) {
      const reason = `${found.phones} of ${found.filled} values look like phone numbers`;
      return { ...column, sense: 'phone', confidence: 0.6, reason };
    }
    return column;
  });
}

import { isBlank } from './row.js';

/** Longer cells are neither an address nor a number, and need not be searched. */
const maxLookCharacters = 320;

const emailPattern = /^[^\s@]{1,64}@[^\s@.]{1,63}(?:\.[^\s@.]{1,63}){1,8}$/;
const datePattern = /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[T ][\d:. ]{1,20}(?:[AaPp][Mm]|Z)?)?$/;
const phonePattern = /^\+?[\d\s().\-/]{7,25}$/;
const numberPattern = /^[-+(]?[$€£]?[\d., ']{1,40}[%)]?$/;

/**
 * Whether a row that should name the columns looks like a record: an e-mail address or a phone number among its cells, or
 * more than half of them numbers and dates.
 */
export function looksLikeData(cells: readonly string[]): boolean {
  const inked = cells.filter((cell) => !isBlank(cell)).map((cell) => cell.trim());
  const short = inked.filter((cell) => cell.length <= maxLookCharacters);
  if (short.some((cell) => emailPattern.test(cell) || isPhoneLike(cell))) return true;
  const countable = short.filter((cell) => datePattern.test(cell) || isNumberLike(cell));
  return countable.length * 2 > inked.length;
}

function isPhoneLike(cell: string): boolean {
  if (!phonePattern.test(cell) || datePattern.test(cell)) return false;
  const digits = cell.replace(/\D/g, '').length;
  // The lengths that ITU-T E.164 allows, without the country code at least.
  return digits >= 7 && digits <= 15;
}

function isNumberLike(cell: string): boolean {
  return numberPattern.test(cell) && /\d/.test(cell);
}

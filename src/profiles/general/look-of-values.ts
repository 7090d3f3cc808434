/** What the values of a column look like; all counts are of its non-blank cells. */
export interface Look {
  readonly filled: number;
  readonly emails: number;
  readonly phones: number;
  readonly withAt: number;
  readonly withLetter: number;
  readonly withDigit: number;
}

/** Fewer values say nothing for certain. */
export const ENOUGH_VALUES = 5;

/** Of each cell only its beginning is looked at, so that giant cells cost nothing. */
const LONGEST_CELL = 320;

/** Counts what the cells of a column look like. */
export function lookAt(cells: readonly string[]): Look {
  const look = { filled: 0, emails: 0, phones: 0, withAt: 0, withLetter: 0, withDigit: 0 };
  for (const cell of cells) {
    const text = cell.slice(0, LONGEST_CELL).trim();
    if (text === '') continue;
    look.filled++;
    if (text.includes('@')) look.withAt++;
    if (/\p{L}/u.test(text)) look.withLetter++;
    if (/\p{Nd}/u.test(text)) look.withDigit++;
    if (isLikeEmail(text)) look.emails++;
    else if (isLikePhone(text)) look.phones++;
  }
  return look;
}

/** Whether at least 80 % of at least 5 values are of a kind. */
export function areMostly(kind: 'emails' | 'phones', look: Look): boolean {
  return look.filled >= ENOUGH_VALUES && look[kind] >= look.filled * 0.8;
}

function isLikeEmail(text: string): boolean {
  const at = text.indexOf('@');
  if (at < 1 || text.includes('@', at + 1) || /[\s,;<>()"]/.test(text)) return false;
  const dot = text.lastIndexOf('.');
  return dot > at + 1 && dot < text.length - 1;
}

/** Shapes that have as many digits as phone numbers: dates, thousands, network addresses, decimals and official numbers. */
const OTHER_SHAPES = [
  /^\d{4}([-/. ])\d{1,2}\1\d{1,2}$/,
  /^\d{1,2}([-/. ])\d{1,2}\1(\d{2}|\d{4})$/,
  /^\d{1,2}( \d{3}){1,3}$/,
  /^\d{1,3}(\.\d{1,3}){1,3}$/,
  /^-?\d+\.\d+$/,
  /^\d{3}-\d{2}-\d{4}$/,
  /^\d{5}-\d{4}$/,
  /^\d{3}\.\d{3}\.\d{3}-\d{2}$/,
];

/**
 * Whether a text is written like a phone number: 7 to 15 digits behind a plus sign or `00`, else up to 13 that are grouped or
 * begin with a single 0 (E.164 allows 15). Digits without either may be any number, so they do not count.
 */
function isLikePhone(text: string): boolean {
  if (text.length > 30 || !/^\+?[\d\s().\-/\u2010-\u2013]+$/.test(text)) return false;
  const digits = text.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return false;
  if (text.startsWith('+')) return true;
  if (OTHER_SHAPES.some((shape) => shape.test(text))) return false;
  if (text === digits) return /^0[1-9]\d{7,9}$/.test(text) || /^00[1-9]\d{8,12}$/.test(text);
  return digits.length <= 13 || text.startsWith('00');
}

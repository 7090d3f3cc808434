import type { Day } from './calendar.js';

/** Which of day, month and year comes first in dates of digits; undefined when nobody knows. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd' | undefined;

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const YEAR_FIRST_COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const DAY_AND_NAME = /^(\d{1,2})(?:st|nd|rd|th)?[ .-]{1,2}([a-z]{3,9})\.?[ ,-]{1,2}(\d{4})$/i;
const NAME_AND_DAY = /^([a-z]{3,9})\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](\d{4})$/i;

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/** The two numbers before the year in a date of digits, and what parts them. */
export interface YearLast {
  readonly first: number;
  readonly second: number;
  readonly year: number;
  readonly hasDots: boolean;
}

/** Reads `04/05/2026` without saying which is the month; undefined for any other form. */
export function readYearLast(text: string): YearLast | undefined {
  const [, first, sign, second, year] = YEAR_LAST.exec(text) ?? [];
  if (first === undefined) return undefined;
  return {
    first: Number(first),
    second: Number(second),
    year: Number(year),
    hasDots: sign === '.',
  };
}

/** Whether a date of digits begins with its year. */
export function isYearFirst(text: string): boolean {
  return YEAR_FIRST.test(text);
}

/**
 * Reads a date without time and weekday; whether there is such a day is judged elsewhere. Undefined for other forms, two-digit
 * years among them, and when day and month cannot be told apart. Dates with dots have their day first unless `order` says
 * otherwise, as in the countries where dots are usual.
 */
export function readDay(text: string, order: DateOrder): Day | undefined {
  const [, year, , month, day] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined) return toDay(year, month, day);
  const [, ...compact] = YEAR_FIRST_COMPACT.exec(text) ?? [];
  if (compact.length > 0) return toDay(...compact);
  const numbers = readYearLast(text);
  return numbers ? tellApart(numbers, order) : readNamed(text);
}

function tellApart({ first, second, year, hasDots }: YearLast, order: DateOrder): Day | undefined {
  const dayFirst: Day = { year, month: second, day: first };
  const monthFirst: Day = { year, month: first, day: second };
  if (order === 'dmy') return dayFirst;
  if (order === 'mdy') return monthFirst;
  if (hasDots || first > 12 || first === second) return dayFirst;
  return second > 12 ? monthFirst : undefined;
}

function readNamed(text: string): Day | undefined {
  const [, day, name, year] = DAY_AND_NAME.exec(text) ?? [];
  if (name !== undefined) return toDay(year, findMonth(name), day);
  const [, name2, day2, year2] = NAME_AND_DAY.exec(text) ?? [];
  return name2 === undefined ? undefined : toDay(year2, findMonth(name2), day2);
}

/** English names, whole or their first three letters, and `Sept`. */
function findMonth(name: string): number {
  const word = name.toLowerCase();
  const isName = (month: string) =>
    word === month || word === month.slice(0, 3) || (word === 'sept' && month === 'september');
  return MONTHS.findIndex(isName) + 1;
}

function toDay(year?: string, month?: string | number, day?: string): Day {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

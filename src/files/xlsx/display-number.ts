import {
  format,
  getFormatDateInfo,
  getFormatInfo,
  isDateFormat,
  isTextFormat,
} from './number-formats.js';
import { displayDate } from './display-date.js';

/** Writes a number cell as people see it; `raw` is how the file spells the number. */
export type NumberDisplay = (raw: string) => string;

const numberPattern = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?$/;
const plainInteger = /^-?[1-9]\d*$/;
/** From here on spreadsheets do not keep every digit. */
const firstInexact = 1e15;
const significantDigits = 15;

/**
 * Makes the display of a number format. Dates are written in ISO form whatever their format; whole numbers below 10^15 never
 * in scientific notation, as most of them are phone numbers. What a format hides or cannot show is written plainly.
 */
export function createNumberDisplay(pattern: string, is1904: boolean): NumberDisplay {
  const show = chooseDisplay(pattern, is1904);
  return (raw) => {
    if (show === displayPlain && plainInteger.test(raw)) return raw;
    return numberPattern.test(raw) ? show(Number(raw)) : raw;
  };
}

function chooseDisplay(pattern: string, is1904: boolean): (value: number) => string {
  try {
    if (pattern === 'General' || isTextFormat(pattern)) return displayPlain;
    if (isDateFormat(pattern)) return createDateDisplay(pattern, is1904);
    const isScientific = getFormatInfo(pattern).type === 'scientific';
    return (value) =>
      isScientific && isWhole(value) ? displayPlain(value) : displayBy(pattern, value);
  } catch {
    // Not a format that can be read.
    return displayPlain;
  }
}

function createDateDisplay(pattern: string, is1904: boolean): (value: number) => string {
  const shown = getFormatDateInfo(pattern);
  const hasTime = shown.hours || shown.minutes || shown.seconds;
  const hasDate = shown.year || shown.month || shown.day;
  return (value) => {
    const date = hasDate ? displayDate(value, is1904, hasTime) : undefined;
    if (date !== undefined) return date;
    // Hours of the day, or a length of time, which both systems write the same way.
    return hasTime && !hasDate && value >= 0 ? displayBy(pattern, value) : displayPlain(value);
  };
}

function displayBy(pattern: string, value: number): string {
  const text = format(pattern, value, { throws: false, locale: 'en' }).trim();
  const isHidden = text === '' && value !== 0;
  return isHidden || text.includes('####') ? displayPlain(value) : text;
}

function displayPlain(value: number): string {
  if (isWhole(value)) return String(value === 0 ? 0 : value);
  if (Math.abs(value) >= firstInexact)
    return format('General', value, { throws: false, locale: 'en' });
  // The digits behind are noise of binary fractions, which no spreadsheet shows.
  return String(Number(value.toPrecision(significantDigits)));
}

function isWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < firstInexact;
}

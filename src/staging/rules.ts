import type { Rule } from '../profiles/profile.js';
import { isEmail } from '../values/email.js';

/** What a broken rule says, without the cell's value. */
export interface Breach {
  code: string;
  message: string;
  hint: string;
}

/**
 * The first of a column's rules that its text breaks, or undefined; `column` is the header text, for the message. `unique` is
 * judged over all files elsewhere. Lengths come before shapes in every treatment, and shapes refuse long text themselves, so
 * that hostile cells cost nothing (promises S22).
 */
export function findBreach(
  column: string,
  text: string,
  rules: readonly Rule[],
): Breach | undefined {
  for (const rule of rules) {
    const breach = checkRule(column, text, rule);
    if (breach) return breach;
  }
  return undefined;
}

function checkRule(column: string, text: string, rule: Rule): Breach | undefined {
  if (rule.rule === 'required') {
    if (text !== '') return undefined;
    return {
      code: 'required',
      message: `"${column}" is missing.`,
      hint: 'Fill it in; the CRM takes no client without it.',
    };
  }
  return text === '' ? undefined : checkText(column, text, rule);
}

function checkText(
  column: string,
  text: string,
  rule: Exclude<Rule, { rule: 'required' }>,
): Breach | undefined {
  switch (rule.rule) {
    case 'email':
      if (isEmail(text)) return undefined;
      return {
        code: 'email',
        message: `"${column}" is not an e-mail address.`,
        hint: 'Correct the address, or empty the cell.',
      };
    case 'single-line':
      if (!/[\r\n]/.test(text)) return undefined;
      return {
        code: 'single_line',
        message: `"${column}" goes over several lines.`,
        hint: 'Look for a quotation mark that is not closed on this line or the lines below it.',
      };
    case 'max-length':
      if (text.length <= rule.characters) return undefined;
      return {
        code: 'max_length',
        message: `"${column}" has ${text.length} characters; at most ${rule.characters} are allowed.`,
        hint: 'Shorten it. Cells that have slipped into the wrong column are a frequent cause.',
      };
    case 'one-of':
      if (rule.values.includes(text)) return undefined;
      return {
        code: 'one_of',
        message: `"${column}" is none of the values that are allowed there.`,
        hint: `Allowed: ${rule.values.slice(0, 20).join(', ')}. A table for --values can replace old values by these.`,
      };
    case 'iso-date':
      if (isIsoDate(text)) return undefined;
      return {
        code: 'iso_date',
        message: `"${column}" is not a date that can be read with certainty.`,
        hint: 'Write it as 2026-02-28, or say the order with --date-order dmy or mdy.',
      };
    case 'iso-date-time':
      if (isIsoDateTime(text)) return undefined;
      return {
        code: 'iso_date_time',
        message: `"${column}" is not a full ISO 8601 time with an offset.`,
        hint: 'Write it as 2015-12-05T13:11:59-05:00.',
      };
    case 'latitude':
    case 'longitude':
      return checkDegrees(column, text, rule);
    case 'unique':
      return undefined;
  }
}

/** A day that exists in the calendar. */
function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** ISO 8601 date and time with seconds and an offset, as the sources for issue imports demand it. */
function isIsoDateTime(text: string): boolean {
  const parts =
    /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):?[0-5]\d)$/.exec(
      text,
    );
  return parts?.[1] !== undefined && isIsoDate(parts[1]);
}

/** WGS84 degrees (EPSG 4326): decimal, within the globe or the bounds that the rule gives. */
function checkDegrees(
  column: string,
  text: string,
  { rule: code, ...bounds }: Extract<Rule, { rule: 'latitude' | 'longitude' }>,
): Breach | undefined {
  const edge = code === 'latitude' ? 90 : 180;
  const { least = -edge, most = edge } = bounds;
  const degrees = /^[+-]?\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : Infinity;
  if (degrees >= least && degrees <= most) return undefined;
  return {
    code,
    message: `"${column}" is not a ${code} in degrees between ${least} and ${most}.`,
    hint: 'Write WGS84 degrees with a decimal point, for example 41.3083.',
  };
}

import { FerryError } from '../errors.js';
import { plainLine } from '../plain-line.js';

/** One request of the host for a page, as parsed from its query. */
export interface Poll {
  businessUid: string;
  staffUid: string | undefined;
  /** -1 closes the session. */
  page: number;
  /** Undefined only for page -1, where it does not matter. */
  pageSize: number | undefined;
  /** Their names, each as one plain line. */
  unknownParams: string[];
}

const PLAIN_NUMBER = /^[1-9][0-9]{0,8}$/;
const MAX_NAME = 100;

const KNOWN = new Set(['business_uid', 'staff_uid', 'page', 'per_page']);

/**
 * Parses the export query. Only `-1` or a plain positive decimal of at most nine digits is a page, only the latter a
 * `per_page`; every parameter at most once (promises R24). Throws `poll_invalid` naming the parameter, never its value.
 */
export function parsePoll(query: Record<string, unknown>): Poll {
  const businessUid = id(query, 'business_uid');
  if (businessUid === undefined || businessUid === '') throw invalid('business_uid', 'is missing');
  const page = parsePage(single(query, 'page'));
  const size = single(query, 'per_page');
  const pageSize = page === -1 && size === undefined ? undefined : parsePlain('per_page', size);
  const staffUid = id(query, 'staff_uid');
  return {
    businessUid,
    staffUid: staffUid === '' ? undefined : staffUid,
    page,
    pageSize,
    unknownParams: Object.keys(query)
      .filter((name) => !KNOWN.has(name))
      .map((name) => plainLine(name, MAX_NAME)),
  };
}

function single(query: Record<string, unknown>, name: string): string | undefined {
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(name, 'is given more than once');
}

/** PostgreSQL keeps no zero byte, and looking for one would be trouble of ours. */
function id(query: Record<string, unknown>, name: string): string | undefined {
  const text = single(query, name);
  if (text?.includes('\u0000') === true) throw invalid(name, 'holds a zero byte');
  return text;
}

function parsePage(text: string | undefined): number {
  return text === '-1' ? -1 : parsePlain('page', text);
}

function parsePlain(name: string, text: string | undefined): number {
  if (text === undefined) throw invalid(name, 'is missing');
  if (!PLAIN_NUMBER.test(text))
    throw invalid(name, `is not a plain positive number${name === 'page' ? ' or -1' : ''}`);
  return Number(text);
}

function invalid(name: string, what: string): FerryError {
  return new FerryError('poll_invalid', `The query parameter ${name} ${what}.`);
}

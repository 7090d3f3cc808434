import { normaliseHeaderName } from './header-name.js';

/**
 * A test for header names, made from a name in a profile: compared without regard to case, spaces and punctuation; `#` stands
 * for a number and `*` for any text. `isExact` tells names without either, which go before the others.
 */
export interface ColumnPattern {
  readonly isExact: boolean;
  matches(headerName: string): boolean;
}

/** Makes the test for one name of a profile. Takes linear time on any header. */
export function createColumnPattern(name: string): ColumnPattern {
  const pieces = name.split(/([#*])/);
  if (pieces.length === 1) {
    const wanted = normaliseHeaderName(name);
    return { isExact: true, matches: (header) => normaliseHeaderName(header) === wanted };
  }
  const [before = '', wildcard, after = ''] = pieces;
  const start = prefixOf(before);
  const end = prefixOf(after);
  return {
    isExact: false,
    matches: (header) => {
      const text = normaliseHeaderName(header);
      if (text.length <= start.length + end.length) return false;
      if (!text.startsWith(start) || !text.endsWith(end)) return false;
      const between = text.slice(start.length, text.length - end.length);
      return wildcard === '*' || /^\d{1,4}$/.test(between);
    },
  };
}

/** The normalised form of a part of a name, which may be nothing. */
const prefixOf = (part: string): string =>
  /[\p{L}\p{N}]/u.test(part) ? normaliseHeaderName(part) : '';

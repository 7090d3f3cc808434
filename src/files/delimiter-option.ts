import { FerryError } from '../errors.js';

const words: ReadonlyMap<string, string> = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
]);

/** Reads a delimiter as a person names it: one character, or tab, comma, semicolon, pipe. Throws `usage`. */
export function parseDelimiter(given: string): string {
  const word = words.get(given.toLowerCase());
  if (word !== undefined) return word;
  // Quotes and line ends have a meaning of their own in CSV (RFC 4180, section 2).
  if (Array.from(given).length === 1 && !/["\r\n\0]/.test(given)) return given;
  throw new FerryError('usage', `"${given}" cannot be the delimiter.`, {
    hint: 'Give one character, or one of the words comma, semicolon, tab, pipe.',
  });
}

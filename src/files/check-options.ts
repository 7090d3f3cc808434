import { FerryError } from '../errors.js';
import type { ReadOptions } from '../staging/record-source.js';
import { parseDelimiter } from './delimiter-option.js';
import { parseEncodingName } from './encoding-name.js';

/** Titles above a table take a few lines; looking further down would read the file for nothing. */
const maxHeaderLine = 10_000;

/**
 * Checks what a person overrides, before anything is read, and gives encoding and delimiter as they are used from then on.
 * Throws `usage`, `encoding_unknown`.
 */
export function checkOptions(options: ReadOptions): ReadOptions {
  const { encoding, delimiter, headerLine } = options;
  if (headerLine !== undefined && options.noHeader === true) {
    throw new FerryError('usage', 'A list without header has no line of the header.', {
      hint: 'Give either --no-header or --header-line.',
    });
  }
  const isLine = headerLine === undefined || (Number.isInteger(headerLine) && headerLine >= 1);
  if (!isLine || (headerLine ?? 1) > maxHeaderLine) {
    throw new FerryError('usage', `${headerLine} cannot be the line of the header.`, {
      hint: 'Give --header-line a number from 1 to 10000; the first line of the file is 1.',
    });
  }
  return {
    ...options,
    encoding: encoding === undefined ? undefined : parseEncodingName(encoding),
    delimiter: delimiter === undefined ? undefined : parseDelimiter(delimiter),
  };
}

import { readFileSync } from 'node:fs';
import { FerryError } from '../errors.js';

/** Reads a small text file that an option names. Throws `file_not_found`. */
export function readTextFile(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new FerryError('file_not_found', `The file ${path} cannot be read.`, {
      hint: `Check ${option}.`,
      cause,
    });
  }
}

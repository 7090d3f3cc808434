import { readFileSync, statSync } from 'node:fs';
import { FerryError } from '../errors.js';

/** 8 MiB: what a person writes by hand, or a tool for them, is far below. */
const MOST_BYTES = 8 * 1024 ** 2;

/**
 * Reads a small text file that an option names. Anything but a regular file is refused, since reading a pipe or a device may
 * never end (promises S34, S36). Throws `file_not_found`, `file_unreadable`, `file_too_large`.
 */
export function readTextFile(path: string, option: string): string {
  const { isRegular, bytes } = look(path, option);
  if (!isRegular)
    throw new FerryError('file_unreadable', `${path} is not a regular file.`, {
      hint: `Check ${option}.`,
    });
  if (bytes > MOST_BYTES)
    throw new FerryError('file_too_large', `${path} is larger than 8 MiB.`, {
      hint: `Check ${option}; such a file is small.`,
    });
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw notFound(path, option, cause);
  }
}

function look(path: string, option: string): { isRegular: boolean; bytes: number } {
  try {
    const stats = statSync(path);
    return { isRegular: stats.isFile(), bytes: stats.size };
  } catch (cause) {
    throw notFound(path, option, cause);
  }
}

const notFound = (path: string, option: string, cause: unknown): FerryError =>
  new FerryError('file_not_found', `The file ${path} cannot be read.`, {
    hint: `Check ${option}.`,
    cause,
  });

import { FerryError, hasErrorCode } from '../../errors.js';
import { translateFileError } from '../source-file.js';

/** The refusal of an archive: `what` goes on after its name, e.g. `is encrypted`. */
export function archiveUnsafe(
  name: string,
  what: string,
  hint: string,
  cause?: unknown,
): FerryError {
  return new FerryError('archive_unsafe', `${name} ${what}.`, { hint, cause });
}

/** Turns what reading an archive throws into a refusal; `path` is that of its file, or its name when it has none. */
export function translateArchiveError(name: string, path: string, error: unknown): unknown {
  if (error instanceof FerryError) return error;
  // The errors of the file system, not those of streams (ERR_…) and of inflating (Z_…).
  if (hasErrorCode(error) && /^E(?!RR_)/.test(error.code))
    return translateFileError(path, error, name);
  return archiveUnsafe(
    name,
    'is damaged or was cut short',
    'Download, copy or zip it again; the files in it can also be given one by one.',
    error,
  );
}

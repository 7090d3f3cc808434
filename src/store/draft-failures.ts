import { FerryError } from '../errors.js';
import { asDiskFull } from './disk-full.js';

/** There is no upload of that id, or no longer. */
export function uploadMissing(id: string): FerryError {
  return new FerryError('file_not_found', `The uploaded file ${id} is not there any more.`, {
    hint: 'Bring the file again.',
  });
}

/** What to throw when an upload could not be kept or read: `disk_full` when there is no room, else the error itself. */
export function uploadFailure(cause: unknown): unknown {
  return asDiskFull(
    cause,
    'The disk is full, so the file was not kept; earlier files are untouched.',
    'Make room on the disk and bring the file again.',
  );
}

/** What to throw when a draft could not be written: `disk_full` when there is no room, else the error itself. */
export function draftFailure(cause: unknown): unknown {
  return asDiskFull(
    cause,
    'The disk is full, so the change was not kept; what was there before is untouched.',
    'Make room on the disk and try again.',
  );
}

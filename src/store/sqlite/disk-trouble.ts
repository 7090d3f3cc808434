import { hasErrorCode } from '../../errors.js';
import { asDiskFull } from '../disk-full.js';
import type { Store } from '../store.js';
import { unusable } from './data-dir.js';

/** How the system and SQLite say that a disk fails. Other codes may be about anything. */
const FAILING = /^(EIO|EROFS|SQLITE_(IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN)\w*)$/;

/** What to throw when work on a data folder failed: a full or failing disk is told in one sentence, other errors stay. */
export function asDiskTrouble(root: string, cause: unknown): unknown {
  if (hasErrorCode(cause) && FAILING.test(cause.code)) return unusable(root, cause);
  return asDiskFull(
    cause,
    'The disk is full, so this was not kept; what was there before is untouched.',
    'Make room in DATA_DIR and try again.',
  );
}

/** The same store, but a disk that fails in the midst of its work is told in words of ours: `disk_full`, `data_dir_unusable`. */
export function tellDiskTrouble(store: Store, root: string): Store {
  const told = Object.entries(store).map(([name, method]) => {
    const work = method as (...args: unknown[]) => Promise<unknown>;
    const tell = (cause: unknown) => {
      throw asDiskTrouble(root, cause);
    };
    return [name, (...args: unknown[]) => work(...args).catch(tell)];
  });
  return Object.fromEntries(told) as Store;
}

import { chmodSync, closeSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OTHERS = 0o077;
/** The folder is everybody's, such as `/tmp`. */
const STICKY = 0o1000;
const OURS = /^(control\.db.*|batches|uploads|\.write-test-.*|\.restoring-.*)$/;

/** Makes a file that only this user may read unless it is there; one that others may read is closed to them (promises S24). */
export function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  close(path);
}

/**
 * Closes a data folder to everybody else: the folder itself unless it is clearly not ours alone, the given folders in it, and
 * all their files. A file system without modes stays as it is.
 */
export function closeToOthers(root: string, folders: readonly string[]): void {
  if (isOurs(root)) close(root);
  for (const folder of folders) {
    close(folder);
    for (const name of readdirSync(folder)) close(join(folder, name));
  }
}

/** A folder with other things in it, or of everybody, was perhaps named by mistake. */
function isOurs(root: string): boolean {
  const isEveryones = (statSync(root).mode & STICKY) !== 0;
  return !isEveryones && readdirSync(root).every((name) => OURS.test(name));
}

/** Another process may remove the file meanwhile. */
function close(path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & OTHERS) !== 0) chmodSync(path, mode & ~OTHERS & 0o7777);
}

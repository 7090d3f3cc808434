import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes the names in a folder durable (a rename is only safe after this). */
export function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

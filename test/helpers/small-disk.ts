import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleaner } from './temp-dir.js';

/** Only root may mount. */
export const mayMount = process.getuid?.() === 0;

/** Mounts a disk in memory with options such as `size=8m`; gives its folder, which is gone after the test. */
export function mountDisk(t: Cleaner, options: string): string {
  const path = mkdtempSync(join(tmpdir(), 'clientferry-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  assert.equal(mounted.status, 0, mounted.stderr.toString());
  t.after(() => {
    spawnSync('umount', ['-l', path]);
    rmdirSync(path);
  });
  return path;
}

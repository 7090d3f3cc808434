import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTempDir, type Cleaner } from '../helpers/temp-dir.js';
import { isLongForm } from './long-form.js';

/** A fresh folder on a real disk in the long form, where syncs cost what they cost; in memory else. Removed after the test. */
export function makeDiskDir(t: Cleaner): string {
  if (!isLongForm) return makeTempDir(t);
  const dir = mkdtempSync(join(tmpdir(), 'clientferry-soak-'));
  t.after(() => {
    rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

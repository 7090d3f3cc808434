import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the helpers need of a test or suite: to clean up after it. */
export interface Cleaner {
  after(work: () => unknown): void;
}

/** A fresh folder in memory where there is such a thing, so that syncs are cheap; removed after the test. */
export function makeTempDir(t: Cleaner): string {
  const dir = mkdtempSync(
    join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'clientferry-test-'),
  );
  t.after(() => {
    rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

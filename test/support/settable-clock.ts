import { spawnSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from './require-tool.js';

/** The clock of processes that are started with `env`; it stands still but when it is set. Timers go on as always. */
export interface SettableClock {
  env: Record<string, string>;
  /** To whole seconds. */
  set(ms: number): void;
}

/** A clock that is kept in a file of that folder (Debian's faketime). */
export function makeSettableClock(folder: string): SettableClock {
  requireTool('faketime');
  const file = join(folder, 'clock');
  return {
    env: {
      ...{ LD_PRELOAD: findLibrary(), TZ: 'UTC' },
      ...{ FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' },
      // Only what people read off the wall; a process measures how long something lasts otherwise.
      ...{ FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1' },
    },
    set(ms) {
      // It is read at any moment, so never half of it.
      writeFileSync(`${file}.new`, new Date(ms).toISOString().slice(0, 19).replace('T', ' '));
      renameSync(`${file}.new`, file);
    },
  };
}

/** The form of the library for programs with several threads. */
function findLibrary(): string {
  const { stdout } = spawnSync('dpkg', ['-L', 'libfaketime'], { encoding: 'utf8' });
  const path = stdout.split('\n').find((line) => line.endsWith('/libfaketimeMT.so.1'));
  if (path === undefined) throw new Error('The package libfaketime has no libfaketimeMT.so.1');
  return path;
}

import { spawnSync } from 'node:child_process';

const isThere = (): boolean => spawnSync('strace', ['-V']).status === 0;

/** The system-call tracer with which faults are injected; installed from Debian when it is missing (as root). */
export function requireStrace(): string {
  if (isThere()) return 'strace';
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'strace']])
    spawnSync('apt-get', args, { stdio: 'ignore', timeout: 300_000 });
  if (isThere()) return 'strace';
  throw new Error('These tests need strace: apt-get install strace');
}

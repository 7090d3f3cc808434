import { spawnSync } from 'node:child_process';

const VERSION_FLAG = { strace: '-V', openssl: 'version' } as const;

/** A program that tests need; installed from the Debian package of its name when it is missing (as root). */
export function requireTool(name: keyof typeof VERSION_FLAG): string {
  const isThere = () => spawnSync(name, [VERSION_FLAG[name]]).status === 0;
  if (isThere()) return name;
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]])
    spawnSync('apt-get', args, { stdio: 'ignore', timeout: 300_000 });
  if (isThere()) return name;
  throw new Error(`These tests need ${name}: apt-get install ${name}`);
}

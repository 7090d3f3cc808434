import { spawnSync } from 'node:child_process';

const VERSION_FLAG = {
  strace: '-V',
  openssl: 'version',
  faketime: '--version',
  soffice: '--version',
} as const;

/** The Debian packages of programs that are called otherwise. */
const PACKAGES: Partial<Record<keyof typeof VERSION_FLAG, string>> = {
  soffice: 'libreoffice-calc-nogui',
};

/** A program that tests need; installed from its Debian package when it is missing (as root). */
export function requireTool(name: keyof typeof VERSION_FLAG): string {
  const isThere = () => spawnSync(name, [VERSION_FLAG[name]]).status === 0;
  if (isThere()) return name;
  const from = PACKAGES[name] ?? name;
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', from]])
    spawnSync('apt-get', args, { stdio: 'ignore', timeout: 300_000 });
  if (isThere()) return name;
  throw new Error(`These tests need ${name}: apt-get install ${from}`);
}

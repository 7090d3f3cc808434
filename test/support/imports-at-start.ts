import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** `import … from '…'`, `export … from '…'` and `import '…'` as the compiler writes them, one to a line or over several. */
const STATIC_IMPORT = /^(?:import|export)\s(?:[\w*{}\s,$]+\sfrom\s)?'([^']+)'/gm;

/** What a file of the built program has loaded before its first line runs. */
export interface LoadedFirst {
  files: number;
  /** Names of packages, sorted; what belongs to Node is left out. */
  packages: string[];
}

/** Follows the static imports of a file in `dist`, such as `cli/main.js`; those of packages are not followed. */
export function listLoadedFirst(path: string): LoadedFirst {
  const files = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
      if (name.startsWith('.')) follow(resolve(dirname(file), name));
      else if (!name.startsWith('node:')) packages.add(packageOf(name));
    }
  };
  follow(resolve(DIST, path));
  return { files: files.size, packages: [...packages].sort() };
}

const packageOf = (name: string): string => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

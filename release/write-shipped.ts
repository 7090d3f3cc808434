/**
 * Writes a manifest and a lockfile that name what is shipped, and nothing else: the packages that the program needs, and those
 * that stand inside the built page, though they are tools to npm. From package.json, the lockfile and the imports of `src/page`
 * alone, so a fresh clone is enough. `npm sbom --omit=dev` names too little besides (npm 11: not what tools need as well, e.g. pg).
 * Usage: node --import tsx release/write-shipped.ts <folder>
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Versions = Record<string, string>;

interface Package {
  dev?: boolean;
  dependencies?: Versions;
  devDependencies?: Versions;
  peerDependencies?: Versions;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

interface Manifest extends Package {
  name: string;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(ROOT, 'src/page');

const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** The packages that a module of the page imports, by name. */
const importsOf = (source: string): string[] =>
  [...source.matchAll(/(?:from|import)\s+'((?:@[\w.-]+\/)?[\w-][\w.-]*)[^']*'/g)].map(
    ([, name = '']) => name,
  );

/** The tools of the manifest that the built page holds. */
function listPagePackages({ devDependencies = {} }: Manifest): string[] {
  const sources = readdirSync(PAGE, { recursive: true })
    .map(String)
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('vite.config'))
    .map((path) => readFileSync(join(PAGE, path), 'utf8'));
  const imported = new Set(sources.flatMap(importsOf));
  return Object.keys(devDependencies).filter((name) => imported.has(name));
}

/** Where a package finds another one: below itself, or below one of those around it. */
function locate(packages: Record<string, Package>, from: string, name: string): string | undefined {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (Object.hasOwn(packages, path)) return path;
  if (from === '') return undefined;
  return locate(packages, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

/** Adds the path of a package and of all that it needs. */
function addWithNeeds(packages: Record<string, Package>, path: string, found: Set<string>): void {
  if (found.has(path)) return;
  found.add(path);
  const { dependencies, peerDependencies, peerDependenciesMeta } = packages[path] ?? {};
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const needed = locate(packages, path, name);
    if (needed !== undefined && peerDependenciesMeta?.[name]?.optional !== true)
      addWithNeeds(packages, needed, found);
  }
}

/** Gives the manifest and the lockfile without what is not shipped. */
function drawUpShipped(): { manifest: Manifest; lockfile: object } {
  const { devDependencies = {}, ...manifest } = read('package.json') as Manifest;
  const lockfile = read('package-lock.json') as { packages: Record<string, Package> };
  const { '': root = {}, ...packages } = lockfile.packages;
  const inPage = listPagePackages({ ...manifest, devDependencies });
  const paths = new Set(Object.keys(packages).filter((path) => packages[path]?.dev !== true));
  for (const name of inPage) addWithNeeds(packages, `node_modules/${name}`, paths);

  const dependencies: Versions = { ...manifest.dependencies };
  for (const name of inPage) dependencies[name] = devDependencies[name] ?? '';
  const shipped = [...paths]
    .sort()
    .map((path) => [path, { ...packages[path], dev: undefined }] as const);
  return {
    manifest: { ...manifest, dependencies },
    lockfile: {
      ...lockfile,
      packages: {
        '': { ...root, dependencies, devDependencies: undefined },
        ...Object.fromEntries(shipped),
      },
    },
  };
}

function writeShipped(folder: string): void {
  const { manifest, lockfile } = drawUpShipped();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lockfile));
}

writeShipped(process.argv[2] ?? '.');

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isFree } from './support/free-licence.js';

interface Package {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

const manifest = read('package.json') as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const { packages } = read('package-lock.json') as { packages: Record<string, Package> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const inProduction = locked.filter(([, { dev }]) => dev !== true);
/** Without the builds of one package for other machines. */
const installed = inProduction.filter(([, { optional }]) => optional !== true);

/** Raised by hand, with a look at what came in. */
const MOST_IN_PRODUCTION = 200;

test('S33: every version that we name is exact', () => {
  for (const [name, version] of Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
  }))
    assert.match(version, /^\d+\.\d+\.\d+(?:-[\w.]+)?$/, name);
});

test('S33: the lockfile pins every package by its content and names no place to fetch it from', () => {
  assert.ok(locked.length > 100);
  for (const [path, { integrity, resolved }] of locked) {
    assert.match(integrity ?? '', /^sha512-/, path);
    assert.equal(resolved, undefined, path);
  }
});

test('S33: in production only the native driver runs a script when it is installed', () => {
  assert.deepEqual(
    inProduction.flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? [path] : [])),
    ['node_modules/better-sqlite3'],
  );
});

test(`S33: production takes at most ${MOST_IN_PRODUCTION} packages`, (t) => {
  t.diagnostic(`${installed.length} packages`);
  assert.ok(installed.length <= MOST_IN_PRODUCTION, String(installed.length));
});

test('S33: every package of production has a licence that a business can live with', () => {
  const others = inProduction.filter(([, { license }]) => !isFree(license));
  assert.deepEqual(
    others.map(([path, { license }]) => `${path}: ${String(license)}`),
    [],
  );
});

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeTempDir } from './helpers/temp-dir.js';
import { isFree } from './support/free-licence.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NEEDED = ['release', 'src/page', 'package.json', 'package-lock.json', 'LICENSE'];

interface Locked {
  version: string;
  license: string;
  dev?: boolean;
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const { version } = readJson(join(ROOT, 'package.json')) as { version: string };

/** A committed copy of what a release is made from, and an npm that neither installs nor checks nor asks a registry. */
function prepareClone(t: TestContext, { failing = '' } = {}) {
  const folder = makeTempDir(t);
  const clone = join(folder, 'clone');
  for (const path of NEEDED) cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  mkdirSync(join(clone, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/tsx'), join(clone, 'node_modules/tsx'));
  writeFileSync(join(clone, '.gitignore'), 'node_modules/\nrelease/*/\n');
  const git = (...args: string[]) => {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    execFileSync('git', [...who, ...args], { cwd: clone, stdio: 'ignore' });
  };
  git('init');
  git('add', '.');
  git('commit', '-m', 'a release');

  const npm = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
  const calls = join(folder, 'calls');
  const lines = [
    '#!/bin/sh',
    `echo "$*" >>'${calls}'`,
    `case "$1" in sbom|pack) exec '${npm}' "$@";; esac`,
    `[ "$*" != '${failing}' ]`,
  ];
  const standIn = join(folder, 'npm');
  writeFileSync(standIn, lines.join('\n'));
  chmodSync(standIn, 0o755);
  const release = () =>
    spawnSync(join(clone, 'release/make-release.sh'), {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    });
  const called = () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []);
  return { clone, release, called, out: join(clone, 'release', version) };
}

test('S33: no release is made of a work tree that holds what is not committed', (t) => {
  const { clone, release, called, out } = prepareClone(t);
  writeFileSync(join(clone, 'notes.txt'), '');
  const { status, stderr } = release();
  assert.equal(status, 1);
  assert.match(stderr, /^No release: the work tree holds what is not committed/);
  assert.deepEqual(called(), []);
  assert.ok(!existsSync(out));
});

for (const [failing, before] of [
  ['audit --audit-level=high', ['ci']],
  ['audit signatures', ['ci', 'audit --audit-level=high']],
] as const) {
  test(`S33: no release is made when "npm ${failing}" does not pass or cannot ask the registry`, (t) => {
    const { release, called, out } = prepareClone(t, { failing });
    const { status, stderr } = release();
    assert.equal(status, 1);
    assert.match(stderr, /^No release: .* could not be asked/m);
    assert.deepEqual(called(), [...before, failing]);
    assert.ok(!existsSync(out));
  });
}

test('S33: a release is a package with its lockfile, its checksums, and a bill of materials in two forms that names all that is shipped and nothing of the machine', (t) => {
  const { clone, release, out } = prepareClone(t);
  const { status, stderr } = release();
  assert.equal(status, 0, stderr);
  assert.ok(!existsSync(join(clone, 'npm-shrinkwrap.json')));

  const archive = `clientferry-${version}.tgz`;
  const files = [archive, 'sbom.cyclonedx.json', 'sbom.spdx.json'];
  assert.deepEqual(readdirSync(out).sort(), ['SHA256SUMS', ...files]);
  const sums = files.map((name) => {
    const bytes = readFileSync(join(out, name));
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
  });
  assert.equal(readFileSync(join(out, 'SHA256SUMS'), 'utf8'), sums.join(''));
  const packed = execFileSync('tar', ['-tzf', join(out, archive)], { encoding: 'utf8' });
  assert.match(packed, /^package\/npm-shrinkwrap\.json$/m);

  const named = listShipped();
  const cyclonedx = readJson(join(out, 'sbom.cyclonedx.json')) as CycloneDx;
  const ofCyclonedx = cyclonedx.components.map(({ name, version, licenses: [licence] }) =>
    [name, version, licence?.expression ?? licence?.license?.id].join(' '),
  );
  const spdx = readJson(join(out, 'sbom.spdx.json')) as Spdx;
  const [whole, ...parts] = spdx.packages;
  const ofSpdx = parts.map((one) => [one.name, one.versionInfo, one.licenseDeclared].join(' '));
  assert.deepEqual(
    [cyclonedx.metadata.component.name, whole?.name],
    ['clientferry', 'clientferry'],
  );
  assert.deepEqual(
    parts.filter(({ licenseDeclared }) => !isFree(licenseDeclared)),
    [],
  );
  for (const list of [ofCyclonedx, ofSpdx]) {
    assert.deepEqual(
      named.filter((one) => !list.includes(one)),
      [],
    );
    assert.deepEqual(
      list.filter((one) => /^(?:typescript|eslint|tsx|vite|playwright-core) /.test(one)),
      [],
    );
  }
  for (const name of files.slice(1)) checkNamesNoMachine(readFileSync(join(out, name), 'utf8'));
});

interface CycloneDx {
  metadata: { component: { name: string } };
  components: {
    name: string;
    version: string;
    licenses: { expression?: string; license?: { id: string } }[];
  }[];
}

interface Spdx {
  packages: { name: string; versionInfo: string; licenseDeclared: string }[];
}

/** Every package of production, and those that one sees in the page, as `name version licence`. */
function listShipped(): string[] {
  const { packages } = readJson(join(ROOT, 'package-lock.json')) as {
    packages: Record<string, Locked>;
  };
  const inPage = ['react', 'react-dom', 'scheduler', '@mantine/core', '@tabler/icons-react'];
  const shipped = Object.entries(packages)
    .map(([path, one]) => ({ ...one, name: path.replace(/^.*node_modules\//, '') }))
    .filter(({ name, dev }) => name !== '' && (dev !== true || inPage.includes(name)));
  assert.ok(shipped.length > 200);
  return shipped.map(({ name, version, license }) => `${name} ${version} ${license}`);
}

function checkNamesNoMachine(text: string): void {
  for (const place of [ROOT, homedir(), hostname(), '/tmp/', '/shm/', '/usr/', 'registry'])
    assert.ok(!text.includes(place), place);
  const hosts = [...text.matchAll(/\w+:\/\/([\w.-]+)/g)].map(([, host]) => host ?? '');
  for (const host of hosts) assert.match(host, /^(?:cyclonedx\.org|spdx\.org)$/);
}

test('S33: the package holds the program, its page and its data, and neither sources nor tests nor what was built for another reason', () => {
  const args = ['pack', '--dry-run', '--ignore-scripts', '--json'];
  const packed = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
  const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  const needed = ['dist/cli/main.js', 'dist/page/index.html', 'data/samples/clients.csv'];
  for (const path of [...needed, 'package.json', 'LICENSE', 'SECURITY.md'])
    assert.ok(paths.includes(path), path);
  assert.deepEqual([...new Set(paths.map((path) => path.replace(/\/.*/, '/')))].sort(), [
    ...['.env.example', 'CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md'],
    ...['data/', 'dist/', 'docs/', 'package.json'],
  ]);
  assert.ok(!paths.includes('dist/.tsbuildinfo'));
});

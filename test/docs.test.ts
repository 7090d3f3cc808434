import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createProgram } from '../src/cli/program.js';
import { CONFIG_KEYS, loadConfig } from '../src/config.js';
import { profileSchema } from '../src/profiles/profile.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

test('.env.example lists exactly the keys of the configuration, in their order, and loads', () => {
  const lines = read('.env.example').split('\n');
  const settings = lines.flatMap((line) => {
    const match = /^([A-Z_]+)=(.*)$/.exec(line);
    return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
  });
  assert.deepEqual(
    settings.map(([key]) => key),
    CONFIG_KEYS,
  );
  assert.doesNotThrow(() => loadConfig(Object.fromEntries(settings)));
});

test('the README explains every setting and every command', () => {
  const readme = read('README.md');
  for (const key of CONFIG_KEYS) assert.ok(readme.includes(`\`${key}\``), key);
  const names = createProgram().commands.map((command) => command.name());
  assert.ok(names.length >= 16);
  for (const name of names) assert.match(readme, new RegExp(`\`${name}[\` ]`), name);
});

test('every relative link in the documents leads somewhere', () => {
  assert.ok(DOCUMENTS.length >= 10);
  for (const document of DOCUMENTS) {
    for (const [, target = ''] of read(document).matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      assert.ok(existsSync(join(ROOT, dirname(document), target)), `${document}: ${target}`);
    }
  }
});

test('data/profile.schema.json is what the code checks profiles against', () => {
  const written: unknown = JSON.parse(read('data/profile.schema.json'));
  assert.deepEqual(written, z.toJSONSchema(profileSchema, { io: 'input' }));
});

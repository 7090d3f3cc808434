import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const count = (letter: string, last: number) =>
  Array.from({ length: last }, (_, at) => `${letter}${at + 1}`);

const IDS = [...count('R', 44), 'R16b', ...count('S', 36)];
const DOCUMENTS = ['docs/reliability.md', 'SECURITY.md'];

/** Begins every name: one id or several, and what else tells tests apart. */
const PREFIX = /^([RS]\d+b?(?:, [RS]\d+b?)*)(?:, \w+)?: /;

/** The section of each id, from its heading to the next one. */
const sections = new Map(
  DOCUMENTS.flatMap((document) =>
    read(document)
      .split(/^#+ /m)
      .map((section) => [/^([RS]\d+b?)\b/.exec(section)?.[1] ?? '', section] as const),
  ),
);

/** The names of tests that begin with an id. Where a name is computed in part, that part is `…`, as in the documents. */
const names = new Set(
  readdirSync(join(ROOT, 'test'), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [
      ...read(join('test', path)).matchAll(/(['"`])([RS]\d+b?[:,] (?:\\.|(?!\1).)*)\1/g),
    ])
    .map(([, , name = '']) => name.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…'))
    .map((name) => name.replaceAll(/\\(.)/g, '$1'))
    .filter((name) => PREFIX.test(name)),
);

/** Code spans of a text, which may go over several lines. */
const spansOf = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll(/\s+/g, ' '));

const quotedIn = (text: string): string[] => spansOf(text).filter((span) => PREFIX.test(span));

test('each promise and each threat has a section in one of the two documents, with a test', () => {
  assert.deepEqual(
    IDS.filter((id) => quotedIn(sections.get(id) ?? '').length === 0),
    [],
  );
});

test('each test that is named after a promise or a threat is told in its section', () => {
  assert.ok(names.size > 100);
  const untold = [...names].flatMap((name) =>
    (PREFIX.exec(name)?.[1] ?? '')
      .split(', ')
      .filter((id) => !quotedIn(sections.get(id) ?? '').includes(name))
      .map((id) => `${id} lacks: ${name}`),
  );
  assert.deepEqual(untold, []);
});

test('each test that the documents tell of is there, and each file', () => {
  for (const document of DOCUMENTS) {
    const text = read(document);
    assert.deepEqual(
      quotedIn(text).filter((name) => !names.has(name)),
      [],
    );
    const files = spansOf(text).filter((span) => /^(?:src|test|docs|bench)\/[\w./-]+$/.test(span));
    assert.ok(files.length > 20);
    for (const file of files) assert.ok(existsSync(join(ROOT, file)), `${document}: ${file}`);
  }
});

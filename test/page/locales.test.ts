import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, type Language } from '../../src/page/languages.js';

const ROOT = new URL('../../', import.meta.url);
const LOCALES = new URL('src/page/locales/', ROOT);
const NAMESPACES = readdirSync(new URL('en/', LOCALES)).map((file) => file.replace('.json', ''));
/** British English holds only what differs from English. */
const TRANSLATED = LANGUAGES.filter((language) => language !== 'en' && language !== 'en-GB');

type Texts = Map<string, string>;

/** Texts of one namespace by their path, such as `error.draft_busy`. */
function readTexts(language: Language, namespace: string): Texts {
  const file = new URL(`${language}/${namespace}.json`, LOCALES);
  const texts: Texts = new Map();
  const walk = (node: unknown, path: readonly string[]): void => {
    if (typeof node === 'object' && node !== null)
      for (const [key, inner] of Object.entries(node)) walk(inner, [...path, key]);
    else texts.set(path.join('.'), String(node));
  };
  walk(JSON.parse(readFileSync(file, 'utf8')), []);
  return texts;
}

/** A key with plural forms, or one without (then its only form is under `''`). */
type Forms = Map<string, string>;

const PLURAL = /^(.+)_(zero|one|two|few|many|other)$/;

/** Gathers plural forms: a key counts as plural when English has its `_other`. */
function gather(texts: Texts, english: Texts): Map<string, Forms> {
  const gathered = new Map<string, Forms>();
  for (const [key, text] of texts) {
    const [, base = '', form = ''] = PLURAL.exec(key) ?? [];
    const isPlural = english.has(`${base}_other`);
    const name = isPlural ? base : key;
    const forms: Forms = gathered.get(name) ?? new Map<string, string>();
    gathered.set(name, forms.set(isPlural ? form : '', text));
  }
  return gathered;
}

/** Names inside `{{...}}`, without the format after a comma. */
function placeholders(text: string): string[] {
  const names = [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map(([, name = '']) => name);
  return [...new Set(names)].sort();
}

/** The plural forms of a language, and those that more than two numbers take, which must name the number. */
function formsOf(language: Language): { all: string[]; ofMany: Set<string> } {
  const rules = new Intl.PluralRules(language);
  const counts = Array.from({ length: 300 }, (_, number) => rules.select(number));
  const all = rules.resolvedOptions().pluralCategories;
  return {
    all: [...all].sort(),
    ofMany: new Set<string>(
      all.filter((form) => counts.filter((one) => one === form).length > 2 || form === 'many'),
    ),
  };
}

const sorted = (items: Iterable<string>): string[] => [...items].sort();

for (const namespace of NAMESPACES) {
  const english = readTexts('en', namespace);
  const model = gather(english, english);
  for (const language of ['en' as const, ...TRANSLATED]) {
    const texts = readTexts(language, namespace);
    const gathered = gather(texts, english);
    const { all, ofMany } = formsOf(language);

    test(`${language} ${namespace}: has exactly the keys of English`, () => {
      assert.deepEqual(sorted(gathered.keys()), sorted(model.keys()));
    });

    test(`${language} ${namespace}: has exactly the plural forms that its language needs`, () => {
      for (const [key, forms] of gathered) {
        if (forms.has('')) continue;
        const own = sorted(forms.keys()).filter((form) => form !== 'zero');
        assert.deepEqual(own, all, key);
        assert.equal(forms.has('zero'), model.get(key)?.has('zero'), `${key}_zero`);
      }
    });

    test(`${language} ${namespace}: has the placeholders of English`, () => {
      for (const [key, forms] of gathered) {
        const wanted = model.get(key);
        const whole = placeholders(wanted?.get('') ?? wanted?.get('other') ?? '');
        const any = placeholders([...(wanted?.values() ?? [])].join(' '));
        for (const [form, text] of forms) {
          const own = placeholders(text);
          const name = `${key}_${form}`;
          // Where a form is for one number or two, the number may be said in words.
          if (form === '' || ofMany.has(form)) assert.deepEqual(own, whole, name);
          else
            assert.ok(
              own.every((one) => any.includes(one)),
              name,
            );
        }
      }
    });
  }
}

test('British English holds only texts that differ from English', () => {
  for (const file of readdirSync(new URL('en-GB/', LOCALES))) {
    const namespace = file.replace('.json', '');
    const english = readTexts('en', namespace);
    const british = readTexts('en-GB', namespace);
    assert.notEqual(british.size, 0, file);
    for (const [key, text] of british) {
      assert.ok(english.has(key), `${namespace} ${key}`);
      assert.notEqual(text, english.get(key), `${namespace} ${key}`);
      assert.deepEqual(placeholders(text), placeholders(english.get(key) ?? ''), key);
    }
  }
});

test('no text of any language is empty, holds markup, stray braces or a dash that English does not use', () => {
  for (const language of LANGUAGES) {
    for (const file of readdirSync(new URL(`${language}/`, LOCALES))) {
      for (const [key, text] of readTexts(language, file.replace('.json', ''))) {
        const name = `${language} ${file} ${key}`;
        assert.notEqual(text.trim(), '', name);
        assert.equal(text, text.trim(), name);
        assert.doesNotMatch(text, /<\/?[a-z]|&[a-z]+;|\u2014/i, name);
        assert.doesNotMatch(text.replace(/\{\{[\w.]+(, number)?\}\}/g, ''), /[{}]/, name);
      }
    }
  }
});

const CODES = readTexts('en', 'codes');

/** Only whoever runs the app, or the CRM itself, meets these. */
const NEVER_ON_THE_PAGE = new Set([
  'config_invalid',
  'data_dir_unusable',
  'store_too_new',
  'port_unusable',
  'profile_invalid',
  'poll_invalid',
  'page_size_changed',
  'no_such_export',
  'report_invalid',
  'notice_failed',
  'audit_broken',
  'backup_unusable',
]);

test('every error code that can reach the page has its sentence', () => {
  const source = readFileSync(new URL('src/errors.ts', ROOT), 'utf8');
  const union = /export type ErrorCode =([^;]+);/.exec(source)?.[1] ?? '';
  const codes = [...union.matchAll(/'([a-z_]+)'/g)].map(([, code = '']) => code);
  assert.ok(codes.length > 50);
  for (const code of [...codes, 'not_found', 'bad_request', 'internal', 'unreachable'])
    assert.equal(CODES.has(`error.${code}`), !NEVER_ON_THE_PAGE.has(code), code);
});

/** Issue codes as they stand in the source of staging: as a `code`, as the code of a whole record's issue, as a rule's name. */
function issueCodes(): Set<string> {
  const folders = ['src/staging/', 'src/staging/shapes/', 'src/values/'];
  const source = folders
    .flatMap((folder) =>
      readdirSync(new URL(folder, ROOT))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(new URL(folder + file, ROOT), 'utf8')),
    )
    .join('\n');
  const patterns = [
    /\bcode: '([a-z_]+)'/g,
    /\b(?:recordIssue|issueOf|missing)\(\s*[\w{} ]+,\s*'([a-z_]+)'/g,
    // `checkDegrees` gives the name of its rule as the code.
    /\brule: code\b[^;]*?rule: '([a-z]+)' \| '([a-z]+)'/g,
  ];
  const found = patterns.flatMap((pattern) =>
    [...source.matchAll(pattern)].flatMap(([, ...codes]) => codes),
  );
  return new Set(found);
}

test('every issue code that staging gives has its label, and no label is left over', () => {
  const codes = issueCodes();
  const labels = [...CODES.keys()].flatMap((key) => /^issue\.(.+)$/.exec(key)?.[1] ?? []);
  assert.ok(codes.has('latitude') && codes.has('orphan') && codes.has('mojibake'));
  assert.deepEqual(sorted(labels), sorted(codes));
});

test('every label of a warning is that of an issue code', () => {
  const codes = issueCodes();
  for (const key of CODES.keys()) {
    const warning = /^warning\.(.+)$/.exec(key)?.[1];
    if (warning !== undefined) assert.ok(codes.has(warning), warning);
  }
});

test('every status of a session has its word', async () => {
  const { SESSION_STATUSES } = await import('../../src/web/api/wire.js');
  for (const status of SESSION_STATUSES) assert.ok(CODES.has(`status.${status}`), status);
});

test('every check before an import has its title, and its sentence when all is not well', async () => {
  const { CHECK_NAMES } = await import('../../src/preflight/check.js');
  const texts = readTexts('en', 'results');
  const toldElsewhere = ['batch', 'parts', 'recognisable', 'fields', 'session'];
  for (const name of CHECK_NAMES)
    for (const part of ['title', 'text'])
      assert.equal(texts.has(`check.${name}.${part}`), !toldElsewhere.includes(name), name);
});

test('every language of the page has its folder, and no other has one', () => {
  assert.deepEqual(sorted(readdirSync(fileURLToPath(LOCALES))), sorted(LANGUAGES));
});

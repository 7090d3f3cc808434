import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { FerryError } from '../../errors.js';
import { TARGETS, type TargetName } from '../targets.js';

const SHIPPED = fileURLToPath(new URL('../../../data', import.meta.url));

const LANGUAGE_NAMES = {
  en: 'English',
  es: 'Spanish',
  fr: 'French',
  de: 'German',
  it: 'Italian',
  nl: 'Dutch',
  pt: 'Portuguese',
  pl: 'Polish',
  he: 'Hebrew',
  sl: 'Slovenian',
  sv: 'Swedish',
  fi: 'Finnish',
} as const;

export type Language = keyof typeof LANGUAGE_NAMES;

/** A language in words for people, e.g. `Spanish`. */
export function describeLanguage(language: Language): string {
  return LANGUAGE_NAMES[language];
}

const language = z.enum(Object.keys(LANGUAGE_NAMES) as [Language, ...Language[]]);
const key = z.enum([...(Object.keys(TARGETS) as TargetName[]), 'name', 'not_imported']);
const names = z.array(z.string().min(1).max(60)).min(1);

/**
 * Names of columns by what they mean and by language, the best name first. `name` holds names of which only the neighbours
 * tell whether they are whole; `not_imported` holds names of other things, lest they be taken for a misspelling.
 */
const synonymsSchema = z.record(key, z.record(language, names));
export type Synonyms = z.infer<typeof synonymsSchema>;

/**
 * Loads `synonyms.json` of a folder (by default the shipped one). Throws `profile_invalid` when it is missing, not JSON or
 * lacks a target or a language.
 */
export function loadSynonyms(folder: string = SHIPPED): Synonyms {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(folder, 'synonyms.json'), 'utf8'));
  } catch (cause) {
    throw new FerryError('profile_invalid', 'The file synonyms.json is missing or not JSON.', {
      hint: 'Install clientferry again, or restore data/synonyms.json.',
      cause,
    });
  }
  const parsed = synonymsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new FerryError('profile_invalid', `synonyms.json is not valid: ${problems.join('; ')}.`, {
    hint: 'Each target needs at least one name in each of the twelve languages.',
  });
}

import { alpha2ToAlpha3, alpha3ToAlpha2 } from 'i18n-iso-countries/index.js';
import { COUNTRY_ALIASES, COUNTRY_LANGUAGES, loadCountryNames } from './country-names.js';

/** Longer texts name no country. */
const MAX_CHARACTERS = 100;

/** A list names few countries, each again and again; more texts than these are no countries, and forgotten. */
const MAX_READ = 500;
const read = new Map<string, string | undefined>();

/** Codes by name, and names by language and code; made when first asked for. */
let codes: ReadonlyMap<string, string> | undefined;
const names = new Map<string, ReadonlyMap<string, readonly string[]>>();

/**
 * The ISO 3166-1 alpha-2 code of a country that is given by its name in one of twelve languages (`country-names.ts`), by its
 * two- or three-letter code, or by what people call it, such as Holland; undefined when it is none or could be two, as Korea.
 */
export function toCountryCode(text: string): string | undefined {
  if (text === '' || text.length > MAX_CHARACTERS) return undefined;
  if (!read.has(text)) {
    if (read.size >= MAX_READ) read.clear();
    // A copy of its own: a cell may be a slice that holds the whole piece of the file that it was cut from.
    read.set(Buffer.from(text).toString(), findCode(text));
  }
  return read.get(text);
}

function findCode(text: string): string | undefined {
  const name = normaliseName(text);
  if (name === '') return undefined;
  codes ??= createCodes();
  return codes.get(name) ?? codes.get(name.replace(/^the /, '')) ?? readCode(name);
}

/** What a country is usually called in one of the languages, by its alpha-2 code; undefined when either is not known. */
export function countryName(code: string, language = 'en'): string | undefined {
  return listNames(language)?.get(code.toUpperCase())?.[0];
}

function readCode(name: string): string | undefined {
  const code = name.toUpperCase();
  if (/^[A-Z]{2}$/.test(code)) return alpha2ToAlpha3(code) === undefined ? undefined : code;
  return /^[A-Z]{3}$/.test(code) ? alpha3ToAlpha2(code) : undefined;
}

/** A name that means different countries in two languages is left out */
function createCodes(): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  const unclear = new Set<string>();
  for (const language of COUNTRY_LANGUAGES) {
    for (const [code, ofCountry] of listNames(language) ?? []) {
      for (const name of ofCountry.map(normaliseName)) {
        if (all.has(name) && all.get(name) !== code) unclear.add(name);
        else all.set(name, code);
      }
    }
  }
  for (const name of unclear) all.delete(name);
  for (const [code, aliases] of Object.entries(COUNTRY_ALIASES))
    for (const alias of aliases) all.set(alias, code);
  return all;
}

function listNames(language: string): ReadonlyMap<string, readonly string[]> | undefined {
  if (!COUNTRY_LANGUAGES.includes(language)) return undefined;
  const known = names.get(language) ?? loadCountryNames(language);
  names.set(language, known);
  return known;
}

/** Without case, accents and punctuation; letters with dots between them are one word, as in `U.S.A.` */
function normaliseName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[.'’"״׳]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

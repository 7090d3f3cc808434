import { createRequire } from 'node:module';
import type { LocaleData } from 'i18n-iso-countries/index.js';

/** Languages whose names of countries are understood; English counts first. */
export const COUNTRY_LANGUAGES: readonly string[] = 'en es fr de it nl pt pl he sl sv fi'.split(
  ' ',
);

/**
 * The names of countries in one of these languages, by ISO 3166-1 alpha-2 code, the usual name first. Only this file is read:
 * the library by its main door would read those of eighty languages.
 */
export function loadCountryNames(language: string): ReadonlyMap<string, readonly string[]> {
  const load = createRequire(import.meta.url);
  const { countries } = load(`i18n-iso-countries/langs/${language}.json`) as LocaleData;
  return new Map(Object.entries(countries).map(([code, names]) => [code, [names].flat()]));
}

/** Names that people write and that the lists do not have, as `normaliseName` leaves them. */
export const COUNTRY_ALIASES: Readonly<Record<string, readonly string[]>> = {
  AE: ['uae', 'emirates', 'the emirates', 'איחוד האמירויות'],
  BA: ['bosnia'],
  CD: ['dr congo', 'drc', 'congo kinshasa', 'democratic republic of congo'],
  CG: ['congo brazzaville', 'republic of the congo'],
  CN: ['prc', 'mainland china'],
  GB: [
    ...['uk', 'gb', 'england', 'scotland', 'wales', 'northern ireland', 'britain'],
    ...['inglaterra', 'angleterre', 'inghilterra', 'engeland', 'anglia', 'anglija', 'englanti'],
    ...['ecosse', 'escocia', 'schottland', 'schotland', 'gran bretana', 'grande bretagne'],
    ...['gran bretagna', 'gra bretanha', 'אנגליה', 'סקוטלנד', 'ויילס', 'בריטניה', 'בריטניה הגדולה'],
  ],
  IE: ['republic of ireland', 'eire'],
  KR: ['republic of korea', 'rok', 's korea'],
  MK: ['macedonia', 'fyrom'],
  NL: ['holland', 'holanda', 'hollande', 'olanda'],
  RU: ['russian federation'],
  SZ: ['eswatini'],
  TR: ['turkiye'],
  US: [
    ...['usa', 'us', 'united states of america', 'the united states', 'estados unidos de america'],
    ...['eeuu', 'ee uu', 'etats unis', 'usa vereinigte staaten', 'vs', 'vsa', 'eua', 'zda', 'ארהב'],
  ],
  VA: ['vatican', 'vatican city', 'holy see'],
};

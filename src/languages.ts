/** Languages that staff may use the CRM in, as the host names them in the `language` parameter (intandem-contract). */
export const LANGUAGES = [
  'en',
  'en-GB',
  'es',
  'fr',
  'it',
  'pt',
  'de',
  'pl',
  'nl',
  'he',
  'sl',
] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language that comes closest to the one asked for, English when none does; takes `en_gb`, `pt-BR` and the old `iw` too. */
export function pickLanguage(asked: string | null | undefined): Language {
  const wanted = (asked ?? '').trim().replace('_', '-').toLowerCase().replace(/^iw\b/, 'he');
  const [root = ''] = wanted.split('-');
  return (
    LANGUAGES.find((language) => language.toLowerCase() === wanted) ??
    LANGUAGES.find((language) => language === root) ??
    'en'
  );
}

/** Which way a language is written. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'he' ? 'rtl' : 'ltr';
}

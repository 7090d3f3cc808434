/** The languages of the CRM (intandem-contract section 5.1, `item_name`), each in its own words. */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  he: 'עברית',
  it: 'Italiano',
  pl: 'Polski',
  pt: 'Português',
  ru: 'Русский',
  sl: 'Slovenščina',
  tr: 'Türkçe',
} as const;

export type Language = keyof typeof LANGUAGES;

/** Whether it is the code of one of the CRM's languages. */
export function isLanguage(code: unknown): code is Language {
  return typeof code === 'string' && Object.hasOwn(LANGUAGES, code);
}

/** In which direction the language is written. */
export const directionOf = (language: Language): 'ltr' | 'rtl' =>
  language === 'he' ? 'rtl' : 'ltr';

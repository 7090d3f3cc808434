import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { directionOf, type Language } from './languages.js';

const texts = import.meta.glob<Record<string, unknown>>('./locales/*/*.json', {
  import: 'default',
});

/** Fetches the texts of one language and namespace when they are first needed; what is not translated falls back to English. */
const backend = {
  type: 'backend' as const,
  init: () => undefined,
  read: async (language: string, namespace: string) =>
    (await texts[`./locales/${language}/${namespace}.json`]?.()) ?? {},
};

/** Loads what the first view needs and tells the document its language and direction. */
export async function startI18n(language: Language): Promise<void> {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      ns: ['common', 'codes'],
      defaultNS: 'common',
      // React writes text nodes only, so markup in a value stays text (promises S18).
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

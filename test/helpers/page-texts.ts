import { readdirSync, readFileSync } from 'node:fs';
import i18next, { type TFunction } from 'i18next';

const LOCALES = new URL('../../src/page/locales/', import.meta.url);

/** The texts of the page in a language, by `namespace:key`, as a person reads them. */
export async function textsOf(language: string): Promise<TFunction> {
  const instance = i18next.createInstance();
  await instance.init({
    lng: language,
    fallbackLng: 'en',
    resources: Object.fromEntries(
      [...new Set(['en', language])].map((name) => [name, readTexts(name)]),
    ),
    interpolation: { escapeValue: false },
  });
  return instance.t;
}

function readTexts(language: string): Record<string, object> {
  const folder = new URL(`${language}/`, LOCALES);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as object,
    ]),
  );
}

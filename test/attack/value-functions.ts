import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { composeAddress } from '../../src/values/address.js';
import { readConsent } from '../../src/values/consent.js';
import { countryName, toCountryCode } from '../../src/values/country.js';
import { findDamage } from '../../src/values/damage.js';
import { findDateOrder, toIsoDate, toIsoDateTime } from '../../src/values/date.js';
import { splitEastAsianName } from '../../src/values/east-asian-name.js';
import { isEmail, isPlainEmail } from '../../src/values/email.js';
import { removeNumberGuard } from '../../src/values/guard.js';
import { findLengthPattern, lostZeros } from '../../src/values/length-pattern.js';
import { hasMojibake } from '../../src/values/mojibake.js';
import { isNameParticle, isNamePrefix, isNameSuffix } from '../../src/values/name-words.js';
import { findPlan, isMainCountry, isWorldwide, listPlans } from '../../src/values/phone-plan.js';
import { isPlainPhone, toE164 } from '../../src/values/phone.js';
import { isPlaceholder } from '../../src/values/placeholder.js';
import { readPlainPhone } from '../../src/values/plain-phone.js';
import { isPlainText } from '../../src/values/plain-text.js';
import { isYearFirst, readDay, readYearLast } from '../../src/values/read-day.js';
import { readTime } from '../../src/values/read-time.js';
import { isScientificNotation } from '../../src/values/scientific-notation.js';
import { splitList } from '../../src/values/split-list.js';
import { splitFullName } from '../../src/values/split-name.js';

type OnText = (text: string) => unknown;

/** One after the other on a text from outside, and on as much of it as they look at. */
const cutTo = (most: number, ...works: OnText[]): OnText[] => [
  ...works,
  ...works.map((work) => (text: string) => work(text.slice(0, most))),
];

const KINDS = ['text', 'email', 'phone', 'id', 'name'] as const;
const HOUSE = { street: [], poBox: '', city: '', region: '', postalCode: '', country: '' };
const LISTS = ['email', 'phone', 'tags'] as const;
const SEPARATORS = [':::', ' ', ','];

/** Every function of `src/values`, and what is done with it; nothing for those that get no text from outside. */
export const VALUE_FUNCTIONS: Readonly<Record<string, readonly OnText[]>> = {
  composeAddress: [
    (text) => composeAddress({ ...HOUSE, street: [text], city: text, country: text }, text),
    (text) => composeAddress({ ...HOUSE, poBox: text, region: text, postalCode: text }),
  ],
  writeDay: [],
  pad: [],
  readConsent: cutTo(
    40,
    (text) => readConsent(text, 'opt_in'),
    (text) => readConsent(text, 'opt_out'),
  ),
  combineConsent: [],
  loadCountryNames: [],
  toCountryCode: cutTo(100, toCountryCode),
  countryName: [(text) => countryName(text)],
  findDamage: KINDS.map((kind) => (text) => findDamage(text, kind)),
  toIsoDate: cutTo(64, (text) => toIsoDate(text, { order: undefined })),
  toIsoDateTime: cutTo(64, (text) => toIsoDateTime(text, { order: 'dmy', zone: 'UTC' })),
  findDateOrder: [(text) => findDateOrder([text, text.slice(0, 64)])],
  splitEastAsianName: [(text) => splitEastAsianName([text, text])],
  isPlainEmail: cutTo(320, isPlainEmail),
  isEmail: cutTo(320, isEmail),
  removeNumberGuard: [removeNumberGuard],
  findLengthPattern: [(text) => findLengthPattern(Array<string>(25).fill(text))],
  lostZeros: [(text) => lostZeros(text, 200_000)],
  hasMojibake: [hasMojibake],
  isNamePrefix: [isNamePrefix],
  isNameParticle: [isNameParticle],
  isNameSuffix: [isNameSuffix],
  findPlan: [findPlan],
  listPlans: [listPlans],
  isMainCountry: [isMainCountry],
  isWorldwide: [isWorldwide],
  isPlainPhone: cutTo(64, isPlainPhone),
  toE164: cutTo(64, toE164, (text) => toE164(text, 'GB')),
  isPlaceholder: [(text) => isPlaceholder(text, 'name'), (text) => isPlaceholder(text, 'email')],
  readPlainPhone: cutTo(64, (text) => readPlainPhone(text, 'GB')),
  isPlainText: [isPlainText],
  readYearLast: [readYearLast],
  isYearFirst: [isYearFirst],
  readDay: [(text) => readDay(text, 'mdy')],
  readTime: cutTo(64, readTime),
  isScientificNotation: [isScientificNotation],
  splitList: LISTS.flatMap((kind): OnText[] => [
    (text) => splitList(text, kind),
    (text) => splitList(text, kind, SEPARATORS),
  ]),
  splitFullName: cutTo(1_000, splitFullName),
};

const FOLDER = fileURLToPath(new URL('../../src/values/', import.meta.url));

/** The names of all functions that the files of `src/values` export. */
export async function listValueFunctions(): Promise<string[]> {
  const names: string[] = [];
  for (const file of readdirSync(FOLDER)) {
    const module = (await import(pathToFileURL(FOLDER + file).href)) as Record<string, unknown>;
    names.push(...Object.keys(module).filter((name) => typeof module[name] === 'function'));
  }
  return names.sort();
}

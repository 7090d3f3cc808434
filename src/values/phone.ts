import parsePhoneNumber, { isSupportedCountry, type CountryCode } from 'libphonenumber-js/min';
import { removeNumberGuard } from './guard.js';
import { isMainCountry } from './phone-plan.js';
import { readPlainPhone } from './plain-phone.js';
import { isScientificNotation } from './scientific-notation.js';

/** Longer texts are no phone numbers and are not looked at. */
export const maxPhoneCharacters = 64;

/** Digits with the calling code: the most that ITU-T recommendation E.164 allows, and those of the shortest real numbers. */
const MAX_DIGITS = 15;
const MIN_DIGITS = 7;

/** Why a number was left as it was. */
export type PhoneDoubt =
  'too_long' | 'scientific_notation' | 'extension' | 'region_missing' | 'not_valid';

export interface PhoneReading {
  /** E.164, or the text as it came (without its apostrophe guard) when not certain. */
  readonly phone: string;
  readonly certain: boolean;
  /** Only when not certain. */
  readonly reason?: PhoneDoubt;
}

/** Digits and single signs: no guard, no extension, and only one number. */
const PLAIN = /^\+?\d+(?:[ ().-]{1,2}\d+)*$/;

/** Whether a text is one number in a form that leaves no doubt. False says nothing. */
export function isPlainPhone(text: string): boolean {
  return text.length <= maxPhoneCharacters && PLAIN.test(text);
}

/** Marks of writing direction that address books put around numbers; nobody sees them. */
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** `5551234/35` is short for two numbers that end differently, which glued together may look like one. */
const SHORTENED_SECOND = /[/~]\D*\d{1,2}\D*$/;

/**
 * Completes a phone number to E.164 (`+442079460018`) when libphonenumber calls it valid: one with `+` by itself, any other
 * within `region` (ISO 3166-1 alpha-2), whose own prefix for foreign numbers, such as `00`, is understood. Everything else stays
 * exactly as it was: numbers with an extension, as few tools take one, and numbers within words. Only an apostrophe by which
 * a spreadsheet kept the number as text is taken off in any case.
 */
export function toE164(text: string, region?: string): PhoneReading {
  const phone = removeNumberGuard(text);
  const unsure = (reason: PhoneDoubt): PhoneReading => ({ phone, certain: false, reason });
  if (phone.length > maxPhoneCharacters) return unsure('too_long');
  if (isScientificNotation(phone.trim())) return unsure('scientific_notation');
  const country = toCountry(region);
  const plain = readPlainPhone(phone, country);
  const read = plain === undefined ? readWithLibrary(clean(phone), country) : { number: plain };
  if ('doubt' in read) return unsure(read.doubt);
  const { number } = read;
  return number !== false && isOfUsualLength(number) && standsAlone(number, country)
    ? { phone: number, certain: true }
    : unsure('not_valid');
}

type LibraryReading = { readonly number: string | false } | { readonly doubt: PhoneDoubt };

/** The whole text must be the number, so that words around it are not lost. */
function readWithLibrary(text: string, country: CountryCode | undefined): LibraryReading {
  if (country === undefined && !text.startsWith('+')) return { doubt: 'region_missing' };
  if (SHORTENED_SECOND.test(text)) return { doubt: 'not_valid' };
  const found = parsePhoneNumber(text, {
    ...(country !== undefined && { defaultCountry: country }),
    extract: false,
  });
  if (found?.ext !== undefined) return { doubt: 'extension' };
  return { number: found?.isValid() === true && found.number };
}

/** The text as the library can read it: `(+972) 50` and `tel:+97250` are ways to write a plus first. */
function clean(text: string): string {
  return text
    .replace(DIRECTION_MARKS, '')
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^\(\+(\d{1,3})\)/, '+$1 ');
}

/** The library takes some internal extensions of three or four digits for numbers. */
function isOfUsualLength({ length }: string): boolean {
  return length > MIN_DIGITS && length <= MAX_DIGITS + 1;
}

/** Within a country that shares another one's calling code the library takes numbers that nobody can dial from elsewhere. */
function standsAlone(number: string, country: CountryCode | undefined): boolean {
  return country === undefined || isMainCountry(country) || toE164(number).certain;
}

function toCountry(region: string | undefined): CountryCode | undefined {
  const code = region?.toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(code) && isSupportedCountry(code) ? code : undefined;
}

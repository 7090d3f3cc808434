import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import parsePhoneNumber, { getCountries, type CountryCode } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/examples.mobile.json';
import { readPlainPhone } from '../../src/values/plain-phone.js';
import { maxPhoneCharacters, toE164 } from '../../src/values/phone.js';

test('a number that cannot be completed stays exactly as it was, with the reason', () => {
  const rows: readonly (readonly [text: string, region: string | undefined, reason: string])[] = [
    ['', 'GB', 'not_valid'],
    ['050-123-4567', undefined, 'region_missing'],
    ['050-123-4567', 'XX', 'region_missing'],
    ['050-123-4567', '__proto__', 'region_missing'],
    ['00972501234567', undefined, 'region_missing'],
    ['5.0E+08', 'IL', 'scientific_notation'],
    ['5,01234567e+08', 'IL', 'scientific_notation'],
    ['020 7946 0018 ext. 5', 'GB', 'extension'],
    ['+442079460018;ext=5', undefined, 'extension'],
    ['+44 20 7946 0018 x5', undefined, 'extension'],
    ['020 7946', 'GB', 'not_valid'],
    ['+1 234', undefined, 'not_valid'],
    ['+999 123 456 789', undefined, 'not_valid'],
    ['555-0123', 'US', 'not_valid'],
    ['call 020 7946 0018', 'GB', 'not_valid'],
    ['020 7946 0018 (office)', 'GB', 'not_valid'],
    ['1-800-FLOWERS', 'US', 'not_valid'],
    ['5551234/35', 'DE', 'not_valid'],
    ['1000', 'DE', 'not_valid'],
    ['8441000000', 'BM', 'not_valid'],
    [' 020 7946 ', 'GB', 'not_valid'],
    ['9'.repeat(maxPhoneCharacters + 1), 'GB', 'too_long'],
  ];
  for (const [text, region, reason] of rows)
    assert.deepEqual(toE164(text, region), { phone: text, certain: false, reason }, text);
});

test('a valid number becomes E.164', () => {
  const rows: readonly (readonly [text: string, region: string | undefined, phone: string])[] = [
    ['+442079460018', undefined, '+442079460018'],
    ['+44 (0)20 7946-0018', undefined, '+442079460018'],
    ['(+972) 50-123-4567', undefined, '+972501234567'],
    ['tel:+972-50-123-4567', undefined, '+972501234567'],
    ['\u202a+972 50-123-4567\u202c', undefined, '+972501234567'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['(020) 7946.0018', 'gb', '+442079460018'],
    ['0044 20 7946 0018', 'IL', '+442079460018'],
    ['011 44 20 7946 0018', 'US', '+442079460018'],
    ['(212) 555-0123', 'US', '+12125550123'],
    ['1-212-555-0123', 'CA', '+12125550123'],
    ['030/1234567', 'DE', '+49301234567'],
    ['06 1234 5678', 'IT', '+390612345678'],
    ['٠٥٠١٢٣٤٥٦٧', 'IL', '+972501234567'],
    ['+442079460018', 'IL', '+442079460018'],
    [' +442079460018 ', undefined, '+442079460018'],
  ];
  for (const [text, region, phone] of rows)
    assert.deepEqual(toE164(text, region), { phone, certain: true }, text);
});

test('the apostrophe of a spreadsheet goes, whether the number is certain or not', () => {
  assert.deepEqual(toE164("'0501234567", 'IL'), { phone: '+972501234567', certain: true });
  assert.equal(toE164("'0501234567").phone, '0501234567');
});

const countries = getCountries();
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: 0, maxLength: length });

/** Numbers like those of a country, with digits at their end changed, and prefixes that are right or wrong. */
const anyNumber = fc
  .tuple(
    fc.constantFrom(...countries),
    fc.nat(9),
    digits(9),
    fc.constantFrom('', '0', '1', '8', '00', '011'),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([country, kept, tail, prefix, isForeign, isSpaced]) => {
    const example = examples[country];
    const changed = `${example.slice(0, kept)}${tail}`.slice(0, example.length + 1);
    const national = changed === '' ? example : changed;
    const callingCode = parsePhoneNumber(example, country)?.countryCallingCode ?? '';
    const text = isForeign ? `+${callingCode}${prefix}${national}` : prefix + national;
    return { country, text: isSpaced ? text.replace(/(\d{3})(?=\d)/g, '$1 ') : text };
  });

/** What the library alone says: E.164, or false when it is not valid. */
function readByLibrary(text: string, country: CountryCode): string | false {
  const found = parsePhoneNumber(text, { defaultCountry: country, extract: false });
  return found?.isValid() === true && found.number;
}

test('the quick way says the same as the library about 5,000 numbers of all countries', () => {
  let quick = 0;
  let valid = 0;
  const check = fc.property(anyNumber, ({ country, text }) => {
    const plain = readPlainPhone(text, country);
    if (plain === undefined) return;
    quick += 1;
    if (plain !== false) valid += 1;
    assert.equal(plain, readByLibrary(text, country), `${text} in ${country}`);
  });
  fc.assert(check, { numRuns: 5000 });
  assert.ok(quick > 2500, `only ${quick} went the quick way`);
  assert.ok(valid > 250, `only ${valid} of them were valid`);
});

test('the quick way knows an example of nearly every country in both forms', () => {
  let missed = 0;
  for (const country of countries) {
    const found = parsePhoneNumber(examples[country], country);
    if (!found) continue;
    for (const text of [found.number, found.nationalNumber]) {
      const plain = readPlainPhone(text, country);
      if (plain === undefined) missed += 1;
      else assert.equal(plain, readByLibrary(text, country), `${text} in ${country}`);
    }
  }
  assert.ok(missed < countries.length / 5, `${missed} need the library`);
});

test('a completed number is its own completion, in any region', () => {
  fc.assert(
    fc.property(anyNumber, fc.constantFrom(...countries), ({ country, text }, other) => {
      const { phone, certain } = toE164(text, country);
      if (!certain) {
        assert.equal(phone, text);
        return;
      }
      assert.match(phone, /^\+\d{7,15}$/);
      assert.deepEqual(toE164(phone, other), { phone, certain: true });
    }),
    { numRuns: 1000 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryName, toCountryCode } from '../../src/values/country.js';
import { COUNTRY_LANGUAGES, loadCountryNames } from '../../src/values/country-names.js';

test('what is no country, or could be two, has no code', () => {
  const names = ['', ' ', '.', 'Atlantis', 'Korea', 'Congo', 'XX', 'XXX', '12', 'a'.repeat(101)];
  for (const name of [...names, '__proto__', 'constructor', 'toString'])
    assert.equal(toCountryCode(name), undefined, name);
});

test('countries are known by names, codes and what people call them', () => {
  const rows = {
    NL: [
      'Netherlands',
      'the Netherlands',
      'Holland',
      'Niederlande',
      'Pays-Bas',
      'nl',
      'NLD',
      'הולנד',
    ],
    GB: [
      'United Kingdom',
      'England',
      'Scotland',
      'UK',
      'U.K.',
      'GB',
      'GBR',
      'Great Britain',
      'אנגליה',
    ],
    US: [
      'United States',
      'USA',
      'U.S.',
      'U.S.A.',
      'us',
      'Estados Unidos',
      'EE.UU.',
      'ארה"ב',
      'ארה״ב',
    ],
    AE: ['UAE', 'U.A.E.', 'United Arab Emirates'],
    DE: ['Deutschland', 'GERMANY', 'Allemagne', 'Niemcy', 'Saksa', 'Nemčija', 'Tyskland'],
    CI: ['Ivory Coast', 'Côte d’Ivoire', "cote d'ivoire"],
    AT: ['Österreich', 'Osterreich', 'Austria'],
    IL: ['Israel', 'ישראל', 'isr'],
    TR: ['Turkey', 'Türkiye'],
    VA: ['Vatican'],
    KR: ['South Korea', 'Republic of Korea'],
    CD: ['DR Congo'],
  };
  for (const [code, names] of Object.entries(rows))
    for (const name of names) assert.equal(toCountryCode(name), code, name);
});

test('every name that the lists have is known, unless it is that of two countries', () => {
  let unclear = 0;
  for (const language of COUNTRY_LANGUAGES)
    for (const [code, names] of loadCountryNames(language))
      for (const name of names) {
        const found = toCountryCode(name);
        if (found === undefined) unclear += 1;
        else assert.equal(found, code, `${name} (${language})`);
      }
  assert.ok(unclear < 20, `${unclear} names are unclear`);
});

test('countryName names a country in a language that it knows', () => {
  assert.equal(countryName('NL'), 'Netherlands');
  assert.equal(countryName('de', 'fr'), 'Allemagne');
  assert.equal(countryName('XX'), undefined);
  assert.equal(countryName('__proto__'), undefined);
  assert.equal(countryName('NL', 'xx'), undefined);
  assert.equal(countryName('NL', '../../package'), undefined);
});

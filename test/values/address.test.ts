import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { composeAddress, type AddressParts } from '../../src/values/address.js';

const HOUSE: AddressParts = {
  street: ['1 Mill Lane'],
  poBox: '',
  city: 'Town',
  region: 'Region',
  postalCode: '12345',
  country: '',
};

test('nothing gives nothing, and blank parts leave no commas behind', () => {
  const nothing = { street: [], poBox: '', city: ' ', region: '', postalCode: '\n', country: '' };
  assert.equal(composeAddress(nothing), '');
  assert.equal(composeAddress({ ...HOUSE, city: '', region: '' }, 'US'), '1 Mill Lane, 12345');
  assert.equal(composeAddress({ ...HOUSE, street: ['', ' '], postalCode: '' }), 'Town, Region');
});

test('city, region and postal code stand in the order of the country', () => {
  const rows: readonly (readonly [regions: string, place: string])[] = [
    ['US CA AU IE', 'Town, Region 12345'],
    ['GB ZA BR', 'Town, Region, 12345'],
    ['DE FR IL ES XX', '12345 Town, Region'],
    ['NZ IN', 'Town 12345, Region'],
  ];
  for (const [regions, place] of rows)
    for (const region of regions.split(' '))
      assert.equal(composeAddress(HOUSE, region), `1 Mill Lane, ${place}`, region);
  assert.equal(composeAddress(HOUSE), '1 Mill Lane, 12345 Town, Region');
});

test("the address's own country goes before the business's, and stands last as it was given", () => {
  const address = { ...HOUSE, street: ['1 Mill Lane', ' Flat 2 '], poBox: 'PO Box 7' };
  assert.equal(
    composeAddress({ ...address, country: 'usa' }, 'DE'),
    '1 Mill Lane, Flat 2, PO Box 7, Town, Region 12345, usa',
  );
  assert.equal(
    composeAddress({ ...address, country: 'Atlantis' }, 'gb'),
    '1 Mill Lane, Flat 2, PO Box 7, Town, Region, 12345, Atlantis',
  );
});

test('a part of several lines becomes one line', () => {
  assert.equal(
    composeAddress({ ...HOUSE, street: ['1 Mill Lane\r\n Flat 2\n'] }, 'GB'),
    '1 Mill Lane, Flat 2, Town, Region, 12345',
  );
});

test('every part is in the address, unaltered', () => {
  const part = fc.string({ unit: 'grapheme', maxLength: 12 });
  const parts = fc.record({
    street: fc.array(part, { maxLength: 3 }),
    ...{ poBox: part, city: part, region: part, postalCode: part, country: part },
  });
  fc.assert(
    fc.property(parts, fc.constantFrom('US', 'GB', 'DE', 'NZ', '__proto__'), (address, region) => {
      const composed = composeAddress(address, region);
      assert.ok(!/[\r\n]/.test(composed));
      for (const line of Object.values(address)
        .flat()
        .join('\n')
        .split(/[\r\n]+/))
        assert.ok(composed.includes(line.trim()), line);
    }),
  );
});

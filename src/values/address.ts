import { toCountryCode } from './country.js';

export interface AddressParts {
  /** Street and house number, one or more lines. */
  readonly street: readonly string[];
  readonly poBox: string;
  readonly city: string;
  /** State, province or county. */
  readonly region: string;
  readonly postalCode: string;
  /** As it was given, by name or code. */
  readonly country: string;
}

/** What stands between the street and the country; the parts of one group are parted by a blank only. */
type Order = readonly (readonly ('city' | 'region' | 'postalCode')[])[];

const POSTAL_BEFORE_CITY: Order = [['postalCode', 'city'], ['region']];
const REGION_THEN_POSTAL: Order = [['city'], ['region', 'postalCode']];
const POSTAL_LAST: Order = [['city'], ['region'], ['postalCode']];
const POSTAL_AFTER_CITY: Order = [['city', 'postalCode'], ['region']];

/** Countries that do not put the postal code before the city. */
const EXCEPTIONS: readonly (readonly [order: Order, codes: string])[] = [
  [REGION_THEN_POSTAL, 'US CA AU IE AS BB FM GU ID MH MP PR PW TH TW VI VN'],
  [POSTAL_LAST, 'GB GG JE IM GI BR CO EG KE KR LK RU UA ZA'],
  [POSTAL_AFTER_CITY, 'NZ BD BH IN JO LB NG NP PE PK SA SG VE'],
];

/**
 * The order in which a country's post writes an address, by ISO 3166-1 alpha-2 code. Source: the country formats of
 * libaddressinput, which follow the Universal Postal Union's addressing systems.
 */
const ORDERS = new Map(
  EXCEPTIONS.flatMap(([order, codes]) => codes.split(' ').map((code) => [code, order] as const)),
);

/**
 * A postal address on one line: street, box, then city, region and postal code in the order of its country, or of `region`
 * (ISO 3166-1 alpha-2, the business's) when it names none, and the country as it was given. Blank parts are left out, the
 * others only trimmed; a line break within a part becomes a comma too.
 */
export function composeAddress(parts: AddressParts, region?: string): string {
  const country = toCountryCode(parts.country) ?? region?.toUpperCase() ?? '';
  const order = ORDERS.get(country) ?? POSTAL_BEFORE_CITY;
  let address = '';
  for (const part of parts.street) address = append(address, part, ', ');
  address = append(address, parts.poBox, ', ');
  for (const group of order) {
    let place = '';
    for (const key of group) place = append(place, parts[key], ' ');
    address = append(address, place, ', ');
  }
  return append(address, parts.country, ', ');
}

/** A text with another one behind it, each line of that one by itself; nothing is added for a blank one. */
function append(text: string, part: string, between: string): string {
  if (part === '') return text;
  if (!/[\r\n]/.test(part)) {
    const line = part.trim();
    if (line === '') return text;
    return text === '' ? line : `${text}${between}${line}`;
  }
  return part.split(/[\r\n]+/).reduce((before, line) => append(before, line, between), text);
}

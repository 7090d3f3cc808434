import type { Address, Card, Contact, TextColumn } from './card.js';

/** More of one kind are joined in the last column by a line break. */
const maxNumbered = 10;

/** How many numbered columns of each kind a file needs: the most that a card has. */
export interface ColumnCounts {
  readonly emails: number;
  readonly phones: number;
  readonly addresses: number;
}

const textsBefore: readonly TextColumn[] = [
  'Formatted name',
  'First name',
  'Last name',
  'Additional names',
  'Prefix',
  'Suffix',
  'Nickname',
  'Organisation',
  'Department',
  'Title',
];
const textsAfter: readonly TextColumn[] = [
  'URL',
  'Birthday',
  'Note',
  'Categories',
  'UID',
  'Revision',
];

/** What every file of cards has, however little they hold. */
export const leastColumns: ColumnCounts = { emails: 1, phones: 1, addresses: 0 };

/** Widens the counts so that a further card fits. */
export function widenFor(counts: ColumnCounts, card: Card): ColumnCounts {
  const widen = (count: number, list: readonly unknown[]): number =>
    Math.max(count, Math.min(list.length, maxNumbered));
  return {
    emails: widen(counts.emails, card.emails),
    phones: widen(counts.phones, card.phones),
    addresses: widen(counts.addresses, card.addresses),
  };
}

/** Names of the columns, the same for every card of a file. */
export function cardHeader(counts: ColumnCounts): string[] {
  const numbered = (count: number, names: (number: number) => string[]): string[] =>
    Array.from({ length: count }, (_, index) => names(index + 1)).flat();
  return [
    ...textsBefore,
    ...numbered(counts.emails, (n) => [`Email ${n}`]),
    ...numbered(counts.phones, (n) => [`Phone ${n}`, `Phone ${n} type`]),
    ...numbered(counts.addresses, (n) => [
      `Street ${n}`,
      `City ${n}`,
      `Region ${n}`,
      `Postal code ${n}`,
      `Country ${n}`,
    ]),
    ...textsAfter,
  ];
}

/** The cells of a card in the order of `cardHeader`. */
export function cardCells(card: Card, counts: ColumnCounts): string[] {
  const text = (column: TextColumn): string => (card.texts.get(column) ?? []).join('\n');
  const phones = preferredFirst(card.phones).map((phone) => [phone.value, typeOf(phone, card)]);
  return [
    ...textsBefore.map(text),
    ...spread(
      preferredFirst(card.emails).map(({ value }) => [value]),
      counts.emails,
      1,
    ),
    ...spread(phones, counts.phones, 2),
    ...spread(preferredFirst(card.addresses).map(addressCells), counts.addresses, 5),
    ...textsAfter.map(text),
  ];
}

/** Fills `count` groups of columns; groups that are too many go line by line into the last. */
function spread(groups: readonly string[][], count: number, width: number): string[] {
  const cells: string[] = [];
  for (let at = 0; at < count; at++) {
    const isLast = at === count - 1;
    const mine = isLast ? groups.slice(at) : groups.slice(at, at + 1);
    for (let column = 0; column < width; column++) {
      cells.push(mine.map((group) => group[column] ?? '').join('\n'));
    }
  }
  return cells;
}

function preferredFirst<T extends { isPreferred: boolean }>(list: readonly T[]): T[] {
  return [...list.filter((one) => one.isPreferred), ...list.filter((one) => !one.isPreferred)];
}

/** What the card calls a number; that it can be spoken into says nothing when there is more. */
function typeOf({ group, types }: Contact, card: Card): string {
  const label = group === undefined ? undefined : card.labels.get(group);
  if (label !== undefined && label !== '') return label;
  const told = [...new Set(types)].filter((type) => type !== '' && type !== 'pref');
  const more = told.filter((type) => type !== 'voice');
  return (more.length > 0 ? more : told).join(', ');
}

function addressCells({ street, city, region, postalCode, country }: Address): string[] {
  return [street, city, region, postalCode, country];
}

import { holdsOther, type Cells } from './cells.js';
import { readNumbers } from './header-words.js';
import { isOfAddress, type Sense } from './sense.js';
import { compareColumns, leaveOut, quote, type Understood } from './understood.js';

/** Which of several addresses a column belongs to, the one that is preferred first. */
const KINDS = ['own', 'home', 'mailing', 'work', 'other', 'billing'] as const;

interface Place {
  readonly kind: (typeof KINDS)[number];
  /** 1 unless the columns are numbered, as in `Address 2 - City`. */
  readonly number: number;
}

/**
 * Of several addresses keeps one, so that the street of one never meets the town of another: the client's own before that at
 * home, for mail, at work and others; one for billing only when there is no other. Columns of no certain address fill its
 * gaps. An `Address` beside a town is a street, unless the sample shows that it holds the town.
 */
export function settleAddresses(columns: readonly Understood[], cells: Cells): Understood[] {
  const parts = columns.filter(({ sense }) => isOfAddress(sense));
  const chosen = choosePlace(parts);
  if (!chosen) return [...columns];
  const isChosen = (column: Understood): boolean => rankOf(placeOf(column)) === rankOf(chosen);
  const fed = new Set(parts.filter(isChosen).map(({ sense }) => sense));
  const kept = new Set(
    parts.filter(
      (column) => isChosen(column) || (isOwn(placeOf(column)) && canFill(column.sense, fed)),
    ),
  );
  const taken = [...kept].sort(compareColumns)[0];
  const settled = columns.map((column) =>
    !isOfAddress(column.sense) || kept.has(column)
      ? column
      : leaveOut(column, `of another address than ${taken ? quote(taken) : 'the first'}`),
  );
  const isStreet = createStreetTest(settled, cells);
  return settled.map((column) =>
    column.sense === 'address' ? settleStreet(column, isStreet(column)) : column,
  );
}

function placeOf({ name, sense, qualifiers }: Understood): Place {
  const { group, line } = readNumbers(name.words);
  const isLine = sense === 'street' || sense === 'address';
  const number = group ?? (isLine ? 1 : (line ?? 1));
  const isAt = (kind: Place['kind']): boolean => kind !== 'own' && qualifiers.has(kind);
  const kind = qualifiers.has('company') ? 'work' : ([...KINDS].reverse().find(isAt) ?? 'own');
  return { kind, number };
}

const rankOf = ({ kind, number }: Place): number => KINDS.indexOf(kind) * 10_000 + number;

const isOwn = (place: Place): boolean => rankOf(place) === 1;

const LOCATING: ReadonlySet<Sense | undefined> = new Set(['address', 'street', 'city', 'po_box']);

/** The preferred address among those that say where it is, else among all. */
function choosePlace(parts: readonly Understood[]): Place | undefined {
  const located = parts.filter(({ sense }) => LOCATING.has(sense)).map(placeOf);
  const places = located.some(({ kind }) => kind !== 'billing') ? located : parts.map(placeOf);
  return places.sort((one, other) => rankOf(one) - rankOf(other))[0];
}

/** Only what does not say where an address is may be added to another one. */
function canFill(sense: Sense | undefined, fed: ReadonlySet<Sense | undefined>): boolean {
  return !LOCATING.has(sense) && !fed.has(sense);
}

const BESIDE: readonly Sense[] = ['city', 'postal_code', 'region', 'country'];

/** Tells why an `Address` is a street rather than whole: a whole one would hide the parts that it does not hold. */
function createStreetTest(
  columns: readonly Understood[],
  cells: Cells,
): (column: Understood) => string | undefined {
  const ranked = [...columns].sort(compareColumns);
  const part = BESIDE.map((sense) => ranked.find((one) => one.sense === sense)).find(Boolean);
  const hasStreet = columns.some(({ sense }) => sense === 'street');
  const lacksFirstLine = columns.some(isFurtherLine) && !columns.some(isFirstLine);
  return ({ index, name }) => {
    if (lacksFirstLine || readNumbers(name.words).line !== undefined)
      return 'a line of the address';
    if (!part) return undefined;
    const isWhole = holdsOther(cells, index, part.index) ?? hasStreet;
    return isWhole ? undefined : `beside ${quote(part)} it is the street`;
  };
}

function settleStreet(column: Understood, why: string | undefined): Understood {
  if (why === undefined) return column;
  return { ...column, sense: 'street', reason: `${column.reason}; ${why}` };
}

function isFirstLine({ sense, name }: Understood): boolean {
  return sense === 'street' && (readNumbers(name.words).line ?? 1) === 1;
}

/** A second line of an address, as in `Address` and `Address 2`. */
function isFurtherLine({ sense, name }: Understood): boolean {
  const { line = 1 } = readNumbers(name.words);
  return (sense === 'street' || sense === 'address') && line > 1;
}

import { mergeOf } from '../targets.js';
import { findCloseSpelling } from './close-spelling.js';
import type { Dictionary, Entry } from './dictionary.js';
import { isNumber, readHeaderName, readNumbers, type HeaderName } from './header-words.js';
import { chooseEntries, type Votes } from './language-votes.js';
import { matchWords } from './match-words.js';
import { findFacet, findObstacle, isOfBilling } from './obstacles.js';
import { findQualifier, type Qualifier } from './qualifiers.js';
import { describeSense, isOfAddress, type Sense } from './sense.js';
import { describeLanguage } from './synonyms.js';
import { NO_FIELD, type Understood } from './understood.js';

/** What the name of a column alone says about it. */
export type Meaning = Pick<
  Understood,
  'sense' | 'confidence' | 'reason' | 'rank' | 'qualifiers' | 'doubt' | 'isMute'
>;

const NO_QUALIFIERS: ReadonlySet<Qualifier> = new Set();

const none = (reason: string, more: Partial<Meaning> = {}): Meaning => ({
  sense: undefined,
  confidence: 1,
  reason,
  rank: 0,
  qualifiers: NO_QUALIFIERS,
  ...more,
});

/**
 * What a column's name means: a known name (confidence 1 for the best English one, 0.95 for others, 0.93 without accents), a
 * known name among qualifiers (0.85), parts that agree (0.85), or a misspelt name (0.75).
 */
export function findMeaning(name: HeaderName, dictionary: Dictionary, votes: Votes): Meaning {
  if (name.isTooLong) return none(NO_FIELD);
  const known = findKnown(name, dictionary, votes);
  if (known) return known;
  const obstacle = findObstacle(name) ?? describeFacet(name, dictionary);
  if (obstacle !== undefined) return none(obstacle);
  const meaning = findAmongWords(name, dictionary, votes) ?? findSegments(name, dictionary, votes);
  if (isOfBilling(name)) return meaning?.qualifiers.has('billing') ? meaning : none(OF_BILLING);
  const isOfCompany = name.words.some((word) => findQualifier(word) === 'company');
  const silence = none(NO_FIELD, isOfCompany ? {} : { isMute: true });
  return meaning ?? findMisspelt(name, dictionary, votes) ?? silence;
}

const OF_BILLING = 'speaks of billing, which is not imported';

/** A name that the dictionary knows as a whole, with or without accents. */
function findKnown(name: HeaderName, dictionary: Dictionary, votes: Votes): Meaning | undefined {
  const exact = dictionary.find(name.normal);
  const plain = dictionary.findPlain(name.plain);
  const found = chooseEntries(exact.length > 0 ? exact : plain, votes);
  const [first] = found;
  if (!first) return undefined;
  if (found.length > 1) return doubtful(found);
  if (first.sense === 'not_imported') return none(NO_FIELD);
  // "Telefono" is Italian, but in a Spanish list it is Spanish without its accent.
  const [entry = first] = chooseEntries(
    [first, ...plain.filter(({ sense }) => sense === first.sense)],
    votes,
  );
  const isExact = exact.includes(entry);
  const isBest = entry.language === 'en' && entry.rank === 0 && entry.sense !== 'name';
  const word = `${describeWord(entry)}${isExact ? '' : ', written without accents'}`;
  return meaningOf(first.sense, {
    confidence: !isExact ? 0.93 : isBest ? 1 : 0.95,
    reason: isBest ? `the usual name for ${describeSense(first.sense)}` : word,
    rank: entry.rank,
    qualifiers: readOwnQualifiers(entry, name),
    name,
  });
}

/** `Home address` says which address it is, but the first word of `Postal code` does not. */
function readOwnQualifiers({ sense }: Entry, { words }: HeaderName): ReadonlySet<Qualifier> {
  if (sense !== 'address') return NO_QUALIFIERS;
  const qualifiers = words.map(findQualifier).filter((one) => one !== undefined);
  return new Set(qualifiers);
}

function doubtful(entries: readonly Entry[]): Meaning {
  const senses = entries
    .map(({ sense }) => sense)
    .filter((sense) => sense !== 'not_imported')
    .sort();
  const options = senses.map(describeSense).join(' or ');
  return none(`could be ${options}; its name alone does not tell`, { doubt: senses });
}

const describeWord = ({ language, sense }: Entry): string =>
  sense === 'not_imported'
    ? NO_FIELD
    : `${/^[EI]/.test(describeLanguage(language)) ? 'an' : 'a'} ${describeLanguage(language)} word for ${describeSense(sense)}`;

function findAmongWords(
  name: HeaderName,
  dictionary: Dictionary,
  votes: Votes,
): Meaning | undefined {
  const match = matchWords(name, dictionary, votes);
  if (!match) return undefined;
  const { entry, qualifiers } = match;
  if (entry.sense === 'not_imported') return none(NO_FIELD);
  const isBilling = qualifiers.has('billing');
  return meaningOf(entry.sense, {
    confidence: isBilling ? 0.6 : 0.85,
    reason: `holds ${describeWord(entry)}`,
    rank: entry.rank,
    qualifiers,
    name,
  });
}

/** Which meanings may stand before a slash or a dash: `Name / First Name`, `Address / City`. */
const CONTAINERS: Readonly<Partial<Record<Sense, readonly Sense[]>>> = {
  name: ['first_name', 'middle_name', 'last_name', 'full_name'],
  address: ['street', 'po_box', 'city', 'region', 'postal_code', 'country'],
};

/** Parts of a name that all mean the same, or of which the first ones hold the last one. */
function findSegments(name: HeaderName, dictionary: Dictionary, votes: Votes): Meaning | undefined {
  if (name.segments.length === 0) return undefined;
  const meanings = name.segments.map((segment) => {
    const part = readHeaderName(segment);
    return findKnown(part, dictionary, votes) ?? findAmongWords(part, dictionary, votes);
  });
  const last = meanings.at(-1);
  const sense = last?.sense;
  if (last === undefined || sense === undefined) return undefined;
  const agrees = (other: Meaning | undefined): boolean =>
    other?.sense !== undefined &&
    (other.sense === sense || CONTAINERS[other.sense]?.includes(sense) === true);
  if (!meanings.every(agrees)) return undefined;
  return { ...last, confidence: Math.min(0.85, last.confidence) };
}

function findMisspelt(name: HeaderName, dictionary: Dictionary, votes: Votes): Meaning | undefined {
  const entry = findCloseSpelling(name, dictionary, votes);
  if (!entry || entry.sense === 'not_imported') return undefined;
  return meaningOf(entry.sense, {
    confidence: 0.75,
    reason: `spelt almost like "${entry.name}", ${describeWord(entry)}`,
    rank: entry.rank,
    qualifiers: NO_QUALIFIERS,
    name,
  });
}

/** Fields that take one column take the first of numbered ones; of an address, the number tells which one it is. */
function meaningOf(
  sense: Sense,
  { name, ...found }: Omit<Meaning, 'sense'> & { name: HeaderName },
): Meaning {
  const { group = 1, line = 1 } = readNumbers(name.words);
  const isYesOrNo = name.isQuestion && findQualifier(name.normal) === 'client';
  if (isYesOrNo) return none(NO_FIELD);
  const takesOne = sense === 'name' || mergeOf(sense) === 'one';
  if (takesOne && !isOfAddress(sense) && Math.max(group, line) > 1)
    return none(`a further ${describeSense(sense)}; only the first one is imported`);
  return { sense, ...found };
}

/** A type, date or status of something that is known; one of anything else is just another name. */
function describeFacet(name: HeaderName, dictionary: Dictionary): string | undefined {
  const facet = findFacet(name);
  if (facet === undefined) return undefined;
  const rest = name.words.filter((word) => word !== facet && !isNumber(word));
  const others = rest.filter((word) => findQualifier(word) === undefined);
  const isKnown = [rest, others].some((words) =>
    dictionary.findPlain(words.join('')).some(({ sense }) => sense !== 'not_imported'),
  );
  return isKnown ? `"${facet}" speaks of a value, but is not the value` : NO_FIELD;
}

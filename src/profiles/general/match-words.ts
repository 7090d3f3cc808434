import type { Dictionary, Entry } from './dictionary.js';
import { isNumber, type HeaderName } from './header-words.js';
import { chooseEntries, type Votes } from './language-votes.js';
import { findQualifier, fits, type Qualifier } from './qualifiers.js';

/** Words with a meaning among the words of a name, and what the other words say. */
export interface WordMatch {
  readonly entry: Entry;
  readonly qualifiers: ReadonlySet<Qualifier>;
}

/** Names of more words are sentences; they are not searched. */
const MOST_WORDS = 8;

/**
 * Finds the longest run of words that is a known name, when all words beside it are qualifiers that fit its meaning, as in
 * `Primary email address` or `Contact phone (mobile)`. Undefined when there is none, or when runs of one length disagree.
 */
export function matchWords(
  { words }: HeaderName,
  dictionary: Dictionary,
  votes: Votes,
): WordMatch | undefined {
  if (words.length > MOST_WORDS) return undefined;
  const wordsOnly = words.filter((word) => !isNumber(word));
  const tried = wordsOnly.length < words.length ? [words, wordsOnly] : [words];
  for (const some of tried) {
    const core = findCore(some);
    for (let length = some.length; length >= Math.max(1, core.length); length--) {
      const matches = matchRuns(some, { length, core }, dictionary, votes);
      const [first] = matches;
      if (!first) continue;
      return matches.every(({ entry }) => entry.sense === first.entry.sense) ? first : undefined;
    }
  }
  return undefined;
}

/** The shortest run of words that holds all that are no qualifiers; every run that counts must hold it. */
interface Core {
  readonly start: number;
  readonly length: number;
}

function findCore(words: readonly string[]): Core {
  const places = [...words.keys()].filter((at) => {
    const word = words[at] ?? '';
    return !isNumber(word) && findQualifier(word) === undefined;
  });
  const [start = 0] = places;
  return { start, length: places.length === 0 ? 0 : (places.at(-1) ?? start) - start + 1 };
}

function matchRuns(
  words: readonly string[],
  { length, core }: { length: number; core: Core },
  dictionary: Dictionary,
  votes: Votes,
): WordMatch[] {
  const matches: WordMatch[] = [];
  const lowest = core.length === 0 ? 0 : Math.max(0, core.start + core.length - length);
  const highest = Math.min(words.length - length, core.length === 0 ? words.length : core.start);
  for (let start = lowest; start <= highest; start++) {
    const found = dictionary.findPlain(words.slice(start, start + length).join(''));
    if (found.length === 0) continue;
    const before = words.slice(0, start);
    const after = words.slice(start + length);
    // A company's address is one, but a company beside an address is a company.
    if (after.some((word) => findQualifier(word) === 'company')) continue;
    for (const entry of chooseEntries(found, votes)) {
      const qualifiers = readQualifiers([...before, ...after], entry);
      if (qualifiers) matches.push({ entry, qualifiers });
    }
  }
  return matches;
}

/** What the words beside a name say, or undefined when one of them is no qualifier of it. */
function readQualifiers(
  words: readonly string[],
  { sense, words: own }: Entry,
): ReadonlySet<Qualifier> | undefined {
  const qualifiers = new Set<Qualifier>();
  for (const word of words) {
    if (isNumber(word)) continue;
    const qualifier = findQualifier(word);
    if (qualifier === undefined) return undefined;
    if (sense !== 'not_imported' && !fits(qualifier, sense)) return undefined;
    qualifiers.add(qualifier);
  }
  // "Client" alone is the client's name, but "the client of" is not; only "main contact" and its like are.
  const isPersonOnly =
    sense === 'name' && own.length === 1 && findQualifier(own[0] ?? '') === 'client';
  if (isPersonOnly && [...qualifiers].some((qualifier) => qualifier !== 'primary'))
    return undefined;
  return qualifiers;
}

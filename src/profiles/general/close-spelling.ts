import { distance } from 'fastest-levenshtein';
import type { Dictionary, Entry } from './dictionary.js';
import type { HeaderName } from './header-words.js';
import type { Votes } from './language-votes.js';

/** Longer names are not compared: a slip of the pen is not worth the time. */
const LONGEST = 40;

/**
 * The known name that a name is a misspelling of: one letter off for 5 to 7 letters, two from 8 on, two neighbours swapped
 * counting as one. Words of a name of several words may each be one off. Only English and the languages of the header are
 * compared. Undefined when nothing is near, or when two meanings are equally near; callers look up exact names first.
 */
export function findCloseSpelling(
  { plain, words }: HeaderName,
  dictionary: Dictionary,
  votes: Votes,
): Entry | undefined {
  if (plain.length < 5 || plain.length > LONGEST || /\d/.test(plain)) return undefined;
  const limit = plain.length < 8 ? 1 : 2;
  let nearest: Entry[] = [];
  let least = limit + 1;
  for (const entry of dictionary.listAlike(plain)) {
    if (entry.language !== 'en' && !votes.has(entry.language)) continue;
    const far = countSlips(plain, entry.plain);
    if (far > least || far > limit || !areWordsNear(words, entry.words)) continue;
    if (far < least) nearest = [];
    least = far;
    nearest.push(entry);
  }
  const [first] = nearest;
  return nearest.every(({ sense }) => sense === first?.sense) ? first : undefined;
}

/** Levenshtein's distance, but two neighbours swapped are one slip. */
function countSlips(one: string, other: string): number {
  return areNeighboursSwapped(one, other) ? 1 : distance(one, other);
}

function areNeighboursSwapped(one: string, other: string): boolean {
  if (one.length !== other.length || one === other) return false;
  let at = 0;
  while (one[at] === other[at]) at++;
  return (
    one[at] === other[at + 1] &&
    one[at + 1] === other[at] &&
    one.slice(at + 2) === other.slice(at + 2)
  );
}

function areWordsNear(words: readonly string[], known: readonly string[]): boolean {
  if (words.length !== known.length || words.length === 1) return true;
  return words.every((word, at) => countSlips(word, known[at] ?? '') <= 1);
}

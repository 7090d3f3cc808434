import { splitEastAsianName } from './east-asian-name.js';
import { isNameParticle, isNamePrefix, isNameSuffix } from './name-words.js';

export interface PersonName {
  /** Empty only when the text is blank. */
  readonly first: string;
  readonly last: string;
}

type Words = readonly string[];

/** Longer texts are no names and stay in one piece. */
export const maxNameCharacters = 1000;

const COMMAS = /[,，،]/;

/**
 * Splits a whole name into given and family name. `Last, First` is understood; without a comma the last word is the family
 * name, together with the particles before it (van der, de la, bin) and the suffixes after it (Jr., PhD). Chinese, Japanese
 * and Korean names have theirs first. One word alone is the given name. Forms of address before the given name (Mr, Dr) are
 * dropped; no other word is.
 */
export function splitFullName(text: string): PersonName {
  if (text.length > maxNameCharacters) return { first: text.trim(), last: '' };
  const parts = text
    .split(COMMAS)
    .map(toWords)
    .filter((words) => words.length > 0);
  const [whole = [], ...others] = parts;
  const given = others.filter((words) => !words.every(isNameSuffix));
  const suffixes = others.filter((words) => words.every(isNameSuffix)).flat();
  if (given.length === 0) return splitWords(whole, suffixes);
  return splitAtComma(whole, given.flat(), suffixes);
}

/** `Berg, Jan van der` is sorted by its main word; particles at the end go before the family name. */
function splitAtComma(family: Words, given: Words, suffixes: Words): PersonName {
  const [core, ownSuffixes] = cutEnd(given, isNameSuffix);
  const [first, particles] = cutEnd(core, isNameParticle);
  return toName(first, [...particles, ...family, ...ownSuffixes, ...suffixes]);
}

function splitWords(words: Words, moreSuffixes: Words): PersonName {
  const known = dropPrefixes(words);
  const eastAsian = splitEastAsianName(known);
  if (eastAsian && moreSuffixes.length === 0) return eastAsian;
  const [core, ownSuffixes] = cutEnd(known, isNameSuffix);
  const at = findFamilyStart(core);
  return toName(core.slice(0, at), [...core.slice(at), ...ownSuffixes, ...moreSuffixes]);
}

/** The first particle after the given name, else the last word. `van der Berg` alone stays in one piece. */
function findFamilyStart(words: Words): number {
  if (isFamilyNameAlone(words)) return words.length;
  const particle = words.findIndex((word, at) => at > 0 && isNameParticle(word));
  return particle > 0 ? particle : Math.max(1, words.length - 1);
}

/** Particles in small letters before one word with a capital: `Ben Cohen` and `Van Nguyen` begin with a given name. */
function isFamilyNameAlone(words: Words): boolean {
  const [start = '', main = ''] = [words[0], words.at(-1)];
  const isSmall = start === start.toLowerCase() && main !== main.toLowerCase();
  return words.length > 1 && isSmall && words.slice(0, -1).every(isNameParticle);
}

/** Parts a name before the words at its end that are of a kind; its first word stays in any case. */
function cutEnd(words: Words, isOfKind: (word: string) => boolean): [Words, Words] {
  let at = words.length;
  while (at > 1 && isOfKind(words[at - 1] ?? '')) at -= 1;
  return [words.slice(0, at), words.slice(at)];
}

function dropPrefixes(words: Words): Words {
  const start = words.findIndex((word) => !isNamePrefix(word));
  return start < 0 ? words : words.slice(start);
}

/** What there is goes into the given name when that would be empty, as no client can do without it. */
function toName(first: Words, last: Words): PersonName {
  const given = dropPrefixes(first);
  const isOnlyPrefix = given.every(isNamePrefix);
  if (!isOnlyPrefix) return { first: given.join(' '), last: last.join(' ') };
  const family = last.join(' ');
  return family === '' ? { first: given.join(' '), last: '' } : { first: family, last: '' };
}

function toWords(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

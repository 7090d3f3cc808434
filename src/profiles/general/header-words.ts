import { normaliseHeaderName } from '../header-name.js';

/** A header name as the mapper reads it. */
export interface HeaderName {
  /** As compared (`normaliseHeaderName`), `#` and signs of money read as words. */
  readonly normal: string;
  /** The same without accents. */
  readonly plain: string;
  /** Its words, lower case, without accents; numbers are words too. */
  readonly words: readonly string[];
  /** Parts between slashes, colons, brackets and free-standing dashes, when there are several. */
  readonly segments: readonly string[];
  /** True for a name such as `Client?`, whose values say yes or no. */
  readonly isQuestion: boolean;
  /** True when the name is longer than any that is read. */
  readonly isTooLong: boolean;
}

/** Longer names are prose, or an attack; they are not read. */
const LONGEST = 200;

/** What is written in front of a word without a space, as in `kundenemail` or `billingcity`. */
const GLUED =
  /^(billing|shipping|delivery|mailing|customer|client|contact|primary|emergency|notfall|rechnungs|liefer|kunden|klant|factuur|bezorg|laskutus|toimitus|asiakas|fakturerings|leverans)(?=\p{L}{3})/u;

/** Reads a header name: its comparable forms, words and parts. Takes linear time, and none for very long names. */
export function readHeaderName(column: string): HeaderName {
  if (column.length > LONGEST) return TOO_LONG;
  const text = column
    .normalize('NFKC')
    .replaceAll('#', ' number ')
    .replace(/[$€£¥%]/g, ' amount ')
    .replace(/['’]s(?![\p{L}\p{N}])/gu, '');
  if (text.length > LONGEST) return TOO_LONG;
  const normal = normaliseHeaderName(text);
  return {
    normal,
    plain: withoutAccents(normal),
    words: splitWords(text),
    segments: splitSegments(text),
    isQuestion: column.trimEnd().endsWith('?'),
    isTooLong: false,
  };
}

const TOO_LONG: HeaderName = {
  normal: '',
  plain: '',
  words: [],
  segments: [],
  isQuestion: false,
  isTooLong: true,
};

/** Names of more parts are no names. */
const MOST_SEGMENTS = 4;

function splitSegments(text: string): string[] {
  const segments = text
    .split(/[/:|>()[\]\n]| [-–—] /u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return segments.length > 1 && segments.length <= MOST_SEGMENTS ? segments : [];
}

/** Letters that are not a base letter with an accent in Unicode, and how they are written without. */
const OTHER_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ł', 'l'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
]);

/** Lower-case text without accents: `prénom` becomes `prenom`, `imię` becomes `imie`, `straße` becomes `strasse`. */
export function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđßæœ]/gu, (letter) => OTHER_LETTERS.get(letter) ?? letter);
}

/** Splits at anything but letters and digits, between letters and digits, and where a capital begins a word (`LastName`). */
function splitWords(text: string): string[] {
  const spaced = text
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .replace(/(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu, '$1$2 ');
  const words = withoutAccents(spaced.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => {
    const glued = GLUED.exec(word)?.[1];
    return glued === undefined ? [word] : [glued, word.slice(glued.length)];
  });
}

/** Whether a word is a number such as the 2 of `Phone 2`. */
export function isNumber(word: string): boolean {
  return /^\d{1,4}$/.test(word);
}

/**
 * The number that counts columns of a kind: the 2 of `E-mail 2 - Value` and of `Phone 2`. `line` is a number at the end,
 * `group` one before that, each undefined when there is none.
 */
export function readNumbers(words: readonly string[]): {
  readonly group: number | undefined;
  readonly line: number | undefined;
} {
  const last = words.at(-1);
  const inner = words.slice(0, -1).find(isNumber);
  return {
    group: inner === undefined ? undefined : Number(inner),
    line: last !== undefined && isNumber(last) ? Number(last) : undefined,
  };
}

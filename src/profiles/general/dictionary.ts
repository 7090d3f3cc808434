import { normaliseHeaderName } from '../header-name.js';
import { readHeaderName, withoutAccents } from './header-words.js';
import type { Sense } from './sense.js';
import type { Language, Synonyms } from './synonyms.js';

/** One name of one meaning in one language. */
export interface Entry {
  readonly sense: Sense | 'not_imported';
  readonly language: Language;
  /** The name as it is written for people. */
  readonly name: string;
  /** Its place among the names of its meaning and language; 0 is the best one. */
  readonly rank: number;
  /** Its form for comparing without accents. */
  readonly plain: string;
  readonly words: readonly string[];
}

/** Finds names of columns by their forms for comparing (`header-words.ts`). */
export interface Dictionary {
  find(normal: string): readonly Entry[];
  findPlain(plain: string): readonly Entry[];
  /** Entries that begin with the same letter and are of about the same length (within 2 letters). */
  listAlike(plain: string): readonly Entry[];
}

const NONE: readonly Entry[] = [];

/** Builds the dictionary; takes time once so that lookups take next to none. */
export function createDictionary(synonyms: Synonyms): Dictionary {
  const byNormal = new Map<string, Entry[]>();
  const byPlain = new Map<string, Entry[]>();
  const byLook = new Map<string, Entry[]>();
  for (const entry of listEntries(synonyms)) {
    add(byNormal, normaliseHeaderName(entry.name), entry);
    add(byPlain, entry.plain, entry);
    add(byLook, lookOf(entry.plain, 0), entry);
  }
  return {
    find: (normal) => byNormal.get(normal) ?? NONE,
    findPlain: (plain) => byPlain.get(plain) ?? NONE,
    listAlike: (plain) =>
      [-2, -1, 0, 1, 2].flatMap((more) => byLook.get(lookOf(plain, more)) ?? NONE),
  };
}

function* listEntries(synonyms: Synonyms): Generator<Entry> {
  for (const [sense, languages] of Object.entries(synonyms)) {
    for (const [language, names] of Object.entries(languages)) {
      for (const [rank, name] of names.entries()) {
        yield {
          sense: sense as Entry['sense'],
          language: language as Language,
          name,
          rank,
          plain: withoutAccents(normaliseHeaderName(name)),
          words: readHeaderName(name).words,
        };
      }
    }
  }
}

function add(index: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = index.get(key);
  if (known) known.push(entry);
  else index.set(key, [entry]);
}

const lookOf = (plain: string, more: number): string =>
  `${plain.slice(0, 1)} ${plain.length + more}`;

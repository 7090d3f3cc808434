import type { Dictionary, Entry } from './dictionary.js';
import type { HeaderName } from './header-words.js';
import type { Language } from './synonyms.js';

/** How many columns of a header are named in each language. */
export type Votes = ReadonlyMap<Language, number>;

/** Counts the languages of a header by its names of one meaning; a name of several languages counts for each. */
export function countLanguages(names: readonly HeaderName[], dictionary: Dictionary): Votes {
  const votes = new Map<Language, number>();
  for (const { normal, plain } of names) {
    const exact = dictionary.find(normal);
    const entries = exact.length > 0 ? exact : dictionary.findPlain(plain);
    if (new Set(entries.map(({ sense }) => sense)).size !== 1) continue;
    for (const language of new Set(entries.map((entry) => entry.language)))
      votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  return votes;
}

/**
 * Of entries with one name the one to go by: that of the language in which most of the header is written. When the languages
 * do not decide between several meanings, each of them is returned.
 */
export function chooseEntries(entries: readonly Entry[], votes: Votes): readonly Entry[] {
  const weigh = ({ language }: Entry): number => votes.get(language) ?? 0;
  const best = new Map<Entry['sense'], Entry>();
  for (const entry of entries) {
    const rival = best.get(entry.sense);
    if (!rival || weigh(entry) > weigh(rival)) best.set(entry.sense, entry);
  }
  const most = Math.max(...[...best.values()].map(weigh));
  const chosen = [...best.values()].filter((entry) => weigh(entry) === most);
  return chosen;
}

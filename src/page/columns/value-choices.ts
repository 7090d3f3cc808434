import type { DraftWire } from '../../web/api/wire.js';

type ValueMaps = DraftWire['value_maps'];
type Pairs = readonly (readonly [string, string])[];

/** What a value becomes; null when nothing fits, so that its records are set aside. */
export interface ValueChoice {
  value: string;
  becomes: string | null;
}

/** The pairs that are saved for a column; undefined when there is no map for it. */
export function pairsFor(maps: ValueMaps, column: string): Pairs | undefined {
  return maps.find((map) => map.column === column)?.pairs;
}

/** What each value becomes: as saved, else itself where it is one of the options. Without options any value may stand. */
export function choicesOf(
  values: readonly string[],
  pairs: Pairs | undefined,
  options: readonly string[] | undefined,
): ValueChoice[] {
  const saved = new Map(pairs);
  return values.map((value) => {
    const isFine = options === undefined || options.includes(value);
    return { value, becomes: saved.get(value) ?? (isFine ? value : null) };
  });
}

/** Fills the open choices with options that differ only in letter case, blanks and punctuation. */
export function withAlike(
  choices: readonly ValueChoice[],
  options: readonly string[],
): ValueChoice[] {
  const byLetters = new Map(options.map((option) => [lettersOf(option), option]));
  return choices.map(({ value, becomes }) => ({
    value,
    becomes: becomes ?? byLetters.get(lettersOf(value)) ?? null,
  }));
}

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The value maps with those of one column replaced. A map in which nothing changes is left out: with a map, values that it does
 * not name are set aside.
 */
export function withChoices(
  maps: ValueMaps,
  column: string,
  choices: readonly ValueChoice[],
): ValueMaps {
  const others = maps.filter((map) => map.column !== column);
  const changesNone = choices.every(({ value, becomes }) => becomes === null || becomes === value);
  if (changesNone) return others;
  const pairs = choices.flatMap(({ value, becomes }): [string, string][] =>
    becomes === null ? [] : [[value, becomes]],
  );
  return [...others, { column, pairs }];
}

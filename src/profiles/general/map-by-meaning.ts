import type { ColumnMapping } from '../mapping.js';
import { createCells } from './cells.js';
import { checkValues, hearValues } from './check-values.js';
import { createDictionary, type Dictionary } from './dictionary.js';
import { findMeaning } from './find-meaning.js';
import { readHeaderName } from './header-words.js';
import { countLanguages } from './language-votes.js';
import { lookAt, type Look } from './look-of-values.js';
import { settleAddresses } from './settle-addresses.js';
import { settleDoubts } from './settle-doubts.js';
import { settleNames } from './settle-names.js';
import { settleRivals } from './settle-rivals.js';
import { loadSynonyms } from './synonyms.js';
import { NO_FIELD, type Understood } from './understood.js';

/** The shipped one, made when it is first asked for: most commands never do. */
let shipped: Dictionary | undefined;
const getShipped = (): Dictionary => (shipped ??= createDictionary(loadSynonyms()));

/** Meanings that are less sure than this are none: a wrong column is worse than none. */
const LEAST_CONFIDENCE = 0.6;

/** Of very wide files fewer records are looked at, so that no header takes long. */
const MOST_CELLS = 40_000;
const FEWEST_ROWS = 20;

/**
 * Decides by header names and a sample of records which target each column of an unknown layout feeds: one entry per column,
 * in their order. Where columns stand does not matter. Never throws; `sample` rows may be shorter or longer than the header.
 */
export function mapByMeaning(
  header: readonly string[],
  sample: readonly (readonly string[])[],
  dictionary: Dictionary = getShipped(),
): ColumnMapping[] {
  const rows = sample.slice(0, Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / header.length)));
  const cells = createCells(rows);
  const look = createLook(rows);
  const named = understandNames(header, dictionary);
  const heard = hearValues(checkValues(named, look), look);
  const certain = settleNames(settleDoubts(heard, cells), cells);
  return settleRivals(settleAddresses(certain, cells)).map(present);
}

function understandNames(header: readonly string[], dictionary: Dictionary): Understood[] {
  const names = header.map(readHeaderName);
  const votes = countLanguages(names, dictionary);
  return header.flatMap((column, index) => {
    const name = names[index];
    return name ? [{ index, column, name, ...findMeaning(name, dictionary, votes) }] : [];
  });
}

function createLook(sample: readonly (readonly string[])[]): (index: number) => Look {
  const looks = new Map<number, Look>();
  return (index) => {
    const look = looks.get(index) ?? lookAt(sample.map((row) => row[index] ?? ''));
    looks.set(index, look);
    return look;
  };
}

function present({ index, column, sense, confidence, reason }: Understood): ColumnMapping {
  if (sense === undefined || confidence < LEAST_CONFIDENCE)
    return { index, column, field: undefined, confidence: 1, reason: reason || NO_FIELD };
  return { index, column, field: sense === 'name' ? 'full_name' : sense, confidence, reason };
}

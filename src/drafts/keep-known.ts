import { normaliseHeaderName } from '../profiles/header-name.js';
import type { Correction } from '../staging/record-source.js';
import type { Draft, DraftFile, SourceDescription } from './draft.js';

/** All tables of a draft's files, in the order in which they are staged. */
export const listSources = ({ files }: Pick<Draft, 'files'>): SourceDescription[] =>
  files.flatMap(({ sources }) => sources);

/**
 * A draft whose files have changed, without the choices and corrections for tables that are gone or have another header than
 * before, and without value maps for columns that no table has.
 */
export function keepKnown(draft: Draft, filesBefore: readonly DraftFile[]): Draft {
  const before = new Map(
    listSources({ files: filesBefore }).map(({ name, header }) => [name, header]),
  );
  const sources = listSources(draft);
  const same = new Set(
    sources
      .filter(({ name, header }) => sameHeader(before.get(name), header))
      .map(({ name }) => name),
  );
  const isKnown = ({ source }: { source: string }) => same.has(source);
  const known = (corrections: readonly Correction[] = []) => corrections.filter(isKnown);
  const edits = draft.edits.map(({ corrections, replaced }) => ({
    corrections: known(corrections),
    replaced: known(replaced),
  }));
  const isLeft = ({ corrections }: { corrections: readonly Correction[] }) =>
    corrections.length > 0;
  return {
    ...draft,
    choices: draft.choices.filter(isKnown),
    valueMaps: draft.valueMaps.filter(({ column }) => hasColumn(sources, column)),
    edits: edits.filter(isLeft),
    editsInBatch: edits.slice(0, draft.editsInBatch).filter(isLeft).length,
    reverted: known(draft.reverted),
  };
}

/** Whether one of the tables has a column of that name, but for case, spaces and punctuation. */
export function hasColumn(sources: readonly SourceDescription[], column: string): boolean {
  const wanted = normaliseHeaderName(column);
  return sources.some(({ header }) => header.some((name) => normaliseHeaderName(name) === wanted));
}

function sameHeader(before: readonly string[] | undefined, now: readonly string[]): boolean {
  return before?.length === now.length && now.every((name, at) => name === before[at]);
}

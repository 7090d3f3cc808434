import type { DraftWire } from '../../web/api/wire.js';

/**
 * Where the way on leads: nowhere without a table or a record, nor while a file is not understood, since it would be left behind; past the
 * columns when nothing is open about them.
 */
export type FileOutlook = 'nothing' | 'empty' | 'trouble' | 'columns' | 'check';

/** The way on from the files of a draft as they were understood. */
export function fileOutlook({ files, sources }: Pick<DraftWire, 'files' | 'sources'>): FileOutlook {
  if (files.some((file) => file.problem !== null)) return 'trouble';
  if (sources.length === 0) return 'nothing';
  if (sources.every((source) => source.preview.length === 0)) return 'empty';
  return sources.every((source) => source.exact) ? 'check' : 'columns';
}

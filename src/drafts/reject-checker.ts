import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { Batch, NumberedReject } from '../staging/batch.js';
import { readAlone } from '../staging/check-alone.js';
import {
  correctRecord,
  indexCorrections,
  type CorrectedCells,
} from '../staging/corrected-source.js';
import type { Issue } from '../staging/issue.js';
import type { RecognisedSource } from '../staging/recognised-source.js';
import type { SourceRecord } from '../staging/record-source.js';
import { matchSources } from './batch-of-draft.js';
import type { Draft, SourceDescription } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { createTableReader, type TableReader } from './recognise-tables.js';

/** A rejected record as it stands now. */
export interface CheckedReject {
  id: number;
  source: string;
  record: number;
  line: number;
  /** With their corrections, as wide as the header at least. */
  cells: readonly string[];
  /** Positions of the corrected cells. */
  corrected: readonly number[];
  /** What is wrong with it now, as far as it alone can tell when it was corrected since. */
  issues: readonly Issue[];
}

/** Looks at the rejects of a batch through the corrections of a draft. */
export interface RejectChecker {
  /** The table of a reject as the draft has it, or undefined when the draft has it no more. */
  sourceOf(reject: NumberedReject): SourceDescription | undefined;
  /** The cells as they stand now, no wider than they are. */
  cellsOf(reject: NumberedReject): readonly string[];
  check(reject: NumberedReject): Promise<CheckedReject>;
}

/** Everything is drawn up once and only when it is asked for, so that a page of rejects without corrections costs nothing. */
export function createRejectChecker(
  deps: DraftDeps,
  who: Identity,
  draft: Draft,
  batch: Batch,
): RejectChecker {
  const sources = matchSources(draft, batch);
  const corrections = draft.edits.flatMap((edit) => edit.corrections);
  const corrected = indexCorrections(corrections);
  const standing = indexCorrections([...(draft.reverted ?? []), ...corrections]);
  let reader: Promise<TableReader> | undefined;
  const tables = new Map<SourceDescription, Promise<RecognisedSource | FerryError>>();

  const recognise = async (source: SourceDescription) => {
    reader ??= createTableReader(deps, who, draft);
    const known = tables.get(source) ?? reader.then((one) => one.recognise(source));
    tables.set(source, known);
    return known;
  };

  const stand = (reject: NumberedReject): SourceRecord => {
    const record = { number: reject.record, line: reject.line, cells: reject.cells };
    const source = sources[reject.file];
    const cells = source && standing.get(source.name)?.get(reject.line);
    return source && cells ? correctRecord(record, cells, source.header.length) : record;
  };

  const judge = async (reject: NumberedReject, record: SourceRecord): Promise<readonly Issue[]> => {
    const source = sources[reject.file];
    if (!source || record.cells === reject.cells) return reject.issues;
    const table = await recognise(source);
    return table instanceof FerryError ? reject.issues : readAlone(table, record).errors;
  };

  return {
    sourceOf: ({ file }) => sources[file],
    cellsOf: (reject) => stand(reject).cells,
    async check(reject) {
      const { id, file, record, line } = reject;
      const source = sources[file];
      const now = stand(reject);
      const header = source?.header ?? batch.files[file]?.header ?? [];
      return {
        ...{ id, record, line },
        source: source?.name ?? batch.files[file]?.name ?? '',
        cells: widened(now.cells, header.length),
        corrected: positions(source && corrected.get(source.name)?.get(line)),
        issues: await judge(reject, now),
      };
    },
  };
}

function widened(cells: readonly string[], width: number): readonly string[] {
  const missing = Math.max(0, width - cells.length);
  return missing === 0 ? cells : [...cells, ...Array.from({ length: missing }, () => '')];
}

const positions = (cells: CorrectedCells | undefined): number[] =>
  [...(cells?.keys() ?? [])].sort((a, b) => a - b);

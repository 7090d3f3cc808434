import { csvLine } from './csv-line.js';
import { markOf, REJECT_COLUMNS } from '../staging/mended-rejects.js';
import type { Batch, StagedFile } from '../staging/batch.js';
import type { NumberedReject } from '../staging/batch.js';
import type { Store } from '../store/store.js';

const ROWS_PER_READ = 500;

/**
 * The rejects of a batch as CSV text, piece by piece: the original cells under their original headers, then where the record
 * stood and what is wrong. Every cell is quoted and guarded against formulas; staging the mended file takes the guards off
 * again, so cells come back as they were (promises S17). Begins with a byte order mark, so that spreadsheets read UTF-8.
 * `layout` takes the files of one profile only: files of several have too little in common for one table.
 */
export async function* writeRejectsFile(
  store: Pick<Store, 'readRejects'>,
  batch: Batch,
  layout?: string,
): AsyncGenerator<string> {
  const isOfLayout = ({ profile }: StagedFile) => layout === undefined || profile === layout;
  const union = unionOf(batch.files.filter(isOfLayout));
  yield `\uFEFF${csvLine([...union.map(({ header }) => header), ...REJECT_COLUMNS])}`;
  for (let after = 0; ;) {
    const rejects = await store.readRejects(batch.id, after, ROWS_PER_READ);
    if (rejects.length === 0) return;
    for (const reject of rejects) {
      const source = batch.files[reject.file];
      if (!source || isOfLayout(source)) yield csvLine(rejectCells(reject, batch, union));
    }
    after = rejects.at(-1)?.id ?? after;
  }
}

/** The layouts of a batch's files; each gets a rejects file of its own. */
export const layoutsOf = ({ files }: Batch): string[] => [
  ...new Set(files.map(({ profile }) => profile)),
];

/** A column of the rejects file. */
interface RejectColumn {
  /** Columns of several files are one when they feed the same field, or bear the same name for the same time. */
  key: string;
  header: string;
}

/** The columns of one source file, in their order; those that a rejects file carries itself have none. */
function columnsOf(file: StagedFile): (RejectColumn | undefined)[] {
  const occurred = new Map<string, number>();
  return file.columns.map(({ column, field }) => {
    if (isOurs(column)) return undefined;
    const name = field === undefined ? `column ${column}` : `field ${field}`;
    const repeats = occurred.get(name) ?? 0;
    occurred.set(name, repeats + 1);
    return { key: `${name} ${repeats}`, header: column };
  });
}

const isOurs = (name: string): boolean => (REJECT_COLUMNS as readonly string[]).includes(name);

/** Files of one batch may differ in their columns; the rejects file has them all, in the order of the files. */
function unionOf(files: readonly StagedFile[]): RejectColumn[] {
  const union = new Map<string, RejectColumn>();
  for (const column of files.flatMap(columnsOf)) {
    if (column && !union.has(column.key)) union.set(column.key, column);
  }
  return [...union.values()];
}

function rejectCells(
  { file, cells, line, issues }: NumberedReject,
  { id, files }: Batch,
  union: readonly RejectColumn[],
): string[] {
  const source = files[file];
  const columns = source === undefined ? [] : columnsOf(source);
  const byKey = new Map(columns.map((column, at) => [column?.key, cells[at] ?? '']));
  const originals = union.map(({ key }) => byKey.get(key) ?? '');
  const extra = cells.slice(columns.length);
  const problems = issues.map(({ message }) => message);
  const hints = new Set(issues.map(({ hint }) => hint));
  return [
    ...originals,
    source?.name ?? '',
    String(line),
    issues.map(({ code }) => code).join(' '),
    problems.join(' '),
    [...hints].join(' '),
    markOf(id, [...originals, ...extra]),
    ...extra,
  ];
}

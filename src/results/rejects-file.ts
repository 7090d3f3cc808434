import { guardCell, REJECT_COLUMNS } from '../staging/formula-guard.js';
import type { Batch } from '../staging/batch.js';
import type { NumberedReject, Store } from '../store/store.js';

const ROWS_PER_READ = 500;

/**
 * The rejects of a batch as CSV text, piece by piece: the original cells under their original headers, then where the record
 * stood and what is wrong. Every cell is quoted and guarded against formulas; staging the mended file takes the guards off
 * again, so cells come back as they were (promises S17). Begins with a byte order mark, so that spreadsheets read UTF-8.
 */
export async function* writeRejectsFile(
  store: Pick<Store, 'readRejects'>,
  batch: Batch,
): AsyncGenerator<string> {
  const header = unionOfHeaders(batch);
  yield `\uFEFF${csvLine([...header, ...REJECT_COLUMNS])}`;
  for (let after = 0; ;) {
    const rejects = await store.readRejects(batch.id, after, ROWS_PER_READ);
    if (rejects.length === 0) return;
    for (const reject of rejects) yield csvLine(rejectCells(reject, batch, header));
    after = rejects.at(-1)?.id ?? after;
  }
}

/** Files of one batch may differ in their columns; each header text (with its count of repeats) gets one column. */
function unionOfHeaders(batch: Batch): string[] {
  const [first, ...others] = batch.files.map((file) => file.header.filter((name) => !isOurs(name)));
  const union = [...(first ?? [])];
  for (const header of others) {
    for (const [at, name] of header.entries())
      if (positionOf(header, at, union) < 0) union.push(name);
  }
  return union;
}

const isOurs = (name: string): boolean => (REJECT_COLUMNS as readonly string[]).includes(name);

/** Where the cell at `at` of a header belongs in the union: the n-th column of that name for the n-th such cell. */
function positionOf(header: readonly string[], at: number, union: readonly string[]): number {
  const name = header[at];
  let repeats = header.slice(0, at).filter((other) => other === name).length;
  return union.findIndex((other) => other === name && repeats-- === 0);
}

function rejectCells(reject: NumberedReject, batch: Batch, union: readonly string[]): string[] {
  const file = batch.files[reject.file];
  const header = file?.header ?? [];
  const cells = union.map(() => '');
  const extra: string[] = [];
  for (const [at, cell] of reject.cells.entries()) {
    const name = header[at];
    if (name === undefined) extra.push(cell);
    else if (!isOurs(name)) cells[positionOf(header, at, union)] = cell;
  }
  const problems = reject.issues.map(({ message }) => message);
  const hints = new Set(reject.issues.map(({ hint }) => hint));
  return [
    ...cells,
    file?.name ?? '',
    String(reject.line),
    problems.join(' '),
    [...hints].join(' '),
    ...extra,
  ];
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${guardCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

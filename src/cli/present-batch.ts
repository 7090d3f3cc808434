import type { Batch, StagedFile } from '../staging/batch.js';
import { count, plural, print, printable } from './output.js';

const CAUSES: Record<string, string> = {
  required: 'a required field is missing',
  email: 'not an e-mail address',
  max_length: 'too long',
  duplicate_email: 'duplicate e-mail address',
  single_line: 'goes over several lines',
  shifted_cells: 'not as many cells as the header',
  boolean_unclear: 'neither yes nor no; left out',
};

const DELIMITERS: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

/** `comma` for `,` */
export const delimiterName = (delimiter: string): string =>
  DELIMITERS[delimiter] ?? `"${delimiter}"`;

/** Prints a batch for people: what was read, which column went where, and the account. */
export function presentBatch(batch: Batch): void {
  print(`Batch      ${batch.id === '' ? '(none)' : batch.id}`);
  print(`Business   ${printable(batch.businessUid)}`);
  for (const file of batch.files) presentFile(file);
  presentCounts(batch);
}

function presentFile(file: StagedFile): void {
  print(
    `File       ${printable(file.name)} (${count(file.bytes)} bytes, ${file.encoding}, ${delimiterName(file.delimiter)}, header on line ${file.headerLine})`,
  );
  print(`Profile    ${file.profile}`);
  for (const { column, field, reason } of file.columns) {
    const name = printable(column) || '(no name)';
    print(
      field === undefined
        ? `  ${name} -> not imported (${printable(reason)})`
        : `  ${name} -> ${printable(field)}`,
    );
  }
}

function presentCounts({ counts, limit, stoppedAtLimit }: Batch): void {
  print(
    `Records    ${count(counts.records)} read${stoppedAtLimit ? `; stopped at the limit of ${count(limit ?? 0)}` : ''}`,
  );
  print(`Accepted   ${count(counts.accepted)}`);
  for (const [code, n] of Object.entries(counts.warnings))
    print(`  ${plural(n, 'warning')}: ${CAUSES[code] ?? code}`);
  print(`Rejected   ${count(counts.rejected)}`);
  for (const [code, n] of Object.entries(counts.rejectedByCause))
    print(`  ${count(n)}: ${CAUSES[code] ?? code}`);
  if (counts.outsideSlice > 0) print(`Left out   ${count(counts.outsideSlice)} before --start`);
  if (counts.blankLines > 0) print(`Blank      ${plural(counts.blankLines, 'line')} (not records)`);
}

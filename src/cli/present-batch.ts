import type { ColumnMapping } from '../profiles/mapping.js';
import type { Batch, StagedFile } from '../staging/batch.js';
import { count, plural, print, printable } from './output.js';

/** Issue codes in words; `docs/profiles.md` explains each. */
const CAUSES: Record<string, string> = {
  required: 'a required field is missing',
  email: 'not an e-mail address',
  max_length: 'too long',
  duplicate_email: 'duplicate e-mail address',
  not_unique: 'a value that must be unique occurs twice',
  single_line: 'goes over several lines',
  shifted_cells: 'not as many cells as the header',
  boolean_unclear: 'neither yes nor no; left out',
  phone_unclear: 'phone number kept as it is, since its country is not certain (see --region)',
  date_unclear: 'date kept as it is, since it is not certain',
  country_unclear: 'country kept as it is',
  name_from_company: 'no person named, so the organisation stands as the first name',
  scientific_notation: 'a number that a spreadsheet has shortened',
  zeros_lost: 'shorter than the other codes; perhaps zeros were lost',
  mojibake: 'letters damaged by a wrong encoding',
  spreadsheet_error: 'a spreadsheet error instead of a value',
  encoded_text: 'text that is still encoded',
  placeholder: 'a placeholder, not a person',
  one_of: 'none of the allowed values',
  iso_date: 'not a certain date',
  iso_date_time: 'not a full ISO 8601 time with an offset',
  latitude: 'not a latitude',
  longitude: 'not a longitude',
  value_unmatched: 'a value that the table of values does not know',
  repeated_header: 'the header repeated',
  trailer: 'a line of totals below the list',
  unmended: 'rejected before and not mended',
  orphan: 'belongs to no client',
  parent_missing: 'belongs under a record that is not there',
  parent_rejected: 'belongs under a record that is rejected',
  cycle: 'parents go round in a circle',
  code_missing: 'no code by which it could be joined',
  code_repeated: 'the same code twice',
  matter_nameless: 'names neither a client nor a matter',
  too_many_matters: 'too many records below one client',
  question_shared: 'a question answered for two request types in one file',
};

const DELIMITERS: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
};

/** `comma` for `,` */
const delimiterName = (delimiter: string): string => DELIMITERS[delimiter] ?? `"${delimiter}"`;

/** Prints a batch for people: what was read, which column went where, and the account. */
export function presentBatch(batch: Batch): void {
  print(`Batch      ${batch.id === '' ? '(none)' : batch.id}`);
  print(`Business   ${printable(batch.businessUid)}`);
  for (const file of batch.files) presentFile(file);
  presentCounts(batch);
}

function presentFile(file: StagedFile): void {
  print(`File       ${printable(file.name)} (${count(file.bytes)} bytes, ${formOf(file)})`);
  print(`Profile    ${file.profile}: ${printable(file.reason)}`);
  for (const mapping of file.columns) print(`  ${describeColumn(mapping)}`);
}

/** `Surname -> last_name (95 %, an English word for family name)` */
function describeColumn({ column, field, confidence, reason, ofMatter }: ColumnMapping): string {
  const name = printable(column);
  if (field === undefined) return `${name} -> not imported (${printable(reason)})`;
  const doubt = confidence < 1 ? ` (${Math.round(confidence * 100)} %, ${printable(reason)})` : '';
  return `${name} -> ${ofMatter ? 'matter: ' : ''}${printable(field)}${doubt}`;
}

/** `utf-8, comma, header on line 1` */
export function formOf({
  form,
  encoding,
  delimiter,
  headerLine,
  titleLines,
}: Pick<StagedFile, 'form' | 'encoding' | 'delimiter' | 'headerLine' | 'titleLines'>): string {
  const above = titleLines > 0 ? `, ${plural(titleLines, 'line')} above it left out` : '';
  const header = headerLine === 0 ? 'no header' : `header on line ${headerLine}${above}`;
  if (form === 'vcard') return `vCard, ${encoding}`;
  return form === 'xlsx'
    ? `XLSX, ${header}`
    : `${encoding}, ${delimiterName(delimiter ?? ',')}, ${header}`;
}

const DERIVED = {
  retry: 'to be sent again',
  changes: 'new or changed since an earlier list',
} as const;

function presentCounts({ counts, limit, stoppedAtLimit, retryOf, derivedFrom }: Batch): void {
  if (derivedFrom)
    print(`Taken from ${derivedFrom.batchId}: the clients that are ${DERIVED[derivedFrom.why]}`);
  if (retryOf !== undefined)
    print(`Retry of   ${printable(retryOf)}: only what was mended is staged`);
  print(
    `Records    ${count(counts.records)} read${stoppedAtLimit ? `; stopped at the limit of ${count(limit ?? 0)}` : ''}`,
  );
  print(`Accepted   ${count(counts.accepted)}`);
  for (const [code, n] of Object.entries(counts.warnings))
    print(`  ${plural(n, 'warning')}: ${CAUSES[code] ?? code}`);

  if (counts.merged > 0)
    print(`Merged     ${count(counts.merged)} into the clients above them or named by them`);
  if (counts.clients !== counts.accepted)
    print(`Clients    ${count(counts.clients)} to hand over, one for each matter`);
  print(`Rejected   ${count(counts.rejected)}`);
  for (const [code, n] of Object.entries(counts.rejectedByCause))
    print(`  ${count(n)}: ${CAUSES[code] ?? code}`);
  for (const [column, values] of Object.entries(counts.unmatchedValues)) {
    print(`Unmatched  values of ${printable(column)} that the table of values does not know`);
    for (const [value, n] of Object.entries(values)) print(`  ${count(n)}: ${printable(value)}`);
  }
  if (counts.erased !== undefined)
    print(`Erased     ${count(counts.erased)} to remove a person for good`);
  if (counts.outsideSlice > 0) print(`Left out   ${count(counts.outsideSlice)} before --start`);
  if (counts.blankLines > 0) print(`Blank      ${plural(counts.blankLines, 'line')} (not records)`);
}

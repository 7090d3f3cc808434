import type { ColumnMapping } from '../profiles/mapping.js';
import type { FieldTreatment, Profile } from '../profiles/profile.js';
import type { Issue } from './issue.js';
import type { SourceRecord } from './record-source.js';
import { findBreach } from './rules.js';
import { transformCell } from './transforms.js';

/** A record after mapping: the client's JSON text, or the reasons why there is none. */
export interface MappedRecord {
  /** Ready to serve, fields in the profile's order, blank cells left out. */
  readonly json: string;
  /** The e-mail address in the form in which duplicates are found, when there is one. */
  readonly emailKey: string | undefined;
  /** Each keeps the record from being handed over. */
  readonly errors: readonly Issue[];
  /** Worth telling, but the client is handed over. */
  readonly warnings: readonly Issue[];
}

/** How a field is treated. Own properties only: `__proto__` is a field name like any other (promises S21). */
function treatmentOf(profile: Profile, field: string): FieldTreatment {
  return Object.hasOwn(profile.fields, field)
    ? (profile.fields[field] ?? profile.otherFields)
    : profile.otherFields;
}

/**
 * Makes the function that turns one record into a client. Everything that depends on the header alone is worked out here,
 * once; the function itself only touches cells.
 */
export function createRecordMapper(
  profile: Profile,
  columns: readonly ColumnMapping[],
): (record: SourceRecord) => MappedRecord {
  const order = Object.keys(profile.fields);
  const rank = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  const plan = columns
    .flatMap(({ index, column, field }) =>
      field === undefined
        ? []
        : [
            {
              index,
              column,
              field,
              jsonKey: `${JSON.stringify(field)}:`,
              ...treatmentOf(profile, field),
            },
          ],
    )
    .sort((a, b) => rank(a.field) - rank(b.field));

  return (record) => {
    const errors: Issue[] = [];
    const warnings: Issue[] = [];
    const members: string[] = [];
    let emailKey: string | undefined;

    for (const { index, column, field, jsonKey, transforms, rules } of plan) {
      const value = transformCell(record.cells[index] ?? '', transforms);
      if (typeof value === 'object') {
        warnings.push({
          code: 'boolean_unclear',
          line: record.line,
          column,
          message: `"${column}" is neither a word for yes nor one for no, so it is left out.`,
          hint: 'Write yes or no.',
        });
        continue;
      }
      if (typeof value === 'boolean') {
        members.push(`${jsonKey}${String(value)}`);
        continue;
      }
      const breach = findBreach(column, value, rules);
      if (breach) errors.push({ ...breach, line: record.line, column });
      else if (value !== '') members.push(jsonKey + JSON.stringify(value));
      if (field === 'email' && value !== '') emailKey = value.toLowerCase();
    }
    noteShiftedCells(record, columns.length, errors);
    return { json: `{${members.join(',')}}`, emailKey, errors, warnings };
  };
}

/**
 * Cells beyond the header, or a record over several lines that is not as wide as the header, mean that cells have shifted,
 * so every column of such a record is in doubt.
 */
function noteShiftedCells({ cells, line }: SourceRecord, width: number, errors: Issue[]): void {
  const isLong = cells.slice(width).some((cell) => cell.trim() !== '');
  const isTornApart = cells.length !== width && cells.some((cell) => /[\r\n]/.test(cell));
  if (!isLong && !isTornApart) return;
  errors.push({
    code: 'shifted_cells',
    line,
    column: undefined,
    message: `The record has ${cells.length} cells, the header ${width}, so cells may stand in wrong columns.`,
    hint: isTornApart
      ? 'Look for a quotation mark that is opened on this line and closed on a later one.'
      : 'Put quotes around the cell that holds a delimiter, or remove the extra cells.',
  });
}

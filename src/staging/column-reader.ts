import type { ColumnMapping } from '../profiles/mapping.js';
import type { BusinessField } from '../profiles/host-fields.js';
import { normaliseHeaderName } from '../profiles/header-name.js';
import { findDamage } from '../values/damage.js';
import { findDateOrder } from '../values/date.js';
import { removeNumberGuard } from '../values/guard.js';
import { findLengthPattern, lostZeros } from '../values/length-pattern.js';
import { splitList } from '../values/split-list.js';
import { mergeOf } from '../profiles/targets.js';
import type { Findings } from './issue.js';
import { createPlainReader, readNothing, type ReadPlain } from './plain-cells.js';
import type { Reading, ValueTable } from './reading.js';
import { findBreach } from './rules.js';
import { transformText } from './transforms.js';
import { treatmentOf, type Treatment } from './treatments.js';

export type Value = string | boolean;

/** Reads the cells of one column. */
export interface ColumnReader {
  readonly mapping: ColumnMapping & { readonly field: string };
  /** The short way, for cells about which there is nothing to find (`plain-cells.ts`). */
  readonly readPlain: ReadPlain;
  /**
   * The values of a cell, none when it is blank; what is wrong with it goes into the findings. `isFollower` tells that another
   * column has given the value that counts, so that a wrong one here is worth a warning only.
   */
  readonly read: (cell: string, findings: Findings, isFollower: boolean) => readonly Value[];
}

/** What decides how columns are read, besides their mapping. */
export interface ReaderOptions {
  readonly reading: Reading;
  readonly customFields: readonly BusinessField[];
  readonly values: readonly ValueTable[];
  /** Every cell goes the long way, for tests that compare both. */
  readonly looksClosely?: boolean;
}

type Replace = (text: string, findings: Findings) => string;

const KEEP: Replace = (text) => text;
const NOTHING: readonly Value[] = [];

/**
 * Makes the reader of a column; `sample` holds its first cells, by which the order of dates and the length of codes are told.
 * Everything that depends on the column alone is worked out here, once.
 */
export function createColumnReader(
  mapping: ColumnMapping & { readonly field: string },
  sample: readonly string[],
  options: ReaderOptions,
): ColumnReader {
  const { column, field, spec, ofMatter } = mapping;
  const customField = findCustomField(field, ofMatter === true, options.customFields);
  const treatment = treatmentOf(ofMatter ? `matter ${field}` : field, spec, customField);
  const reading = withDateOrder(options.reading, treatment, sample);
  const replace = createReplacer(mapping, options.values);
  const split = createSplitter(mapping);
  const length =
    treatment.kind === 'id' ? findLengthPattern(sample.map((cell) => cell.trim())) : undefined;
  const takesFirst = ofMatter !== true && mergeOf(field) === 'first';
  // A client is a placeholder when its name is one; elsewhere only that value is.
  const namesClient = field === 'first_name' || field === 'full_name';
  const isUnique = treatment.rules.some(({ rule }) => rule === 'unique');
  const isRequired = treatment.rules.some(({ rule }) => rule === 'required');
  const readPlain = options.looksClosely
    ? readNothing
    : createPlainReader(mapping, treatment, { reading, length, isReplaced: replace !== KEEP });

  const readOne = (text: string, findings: Findings, isFollower: boolean): Value => {
    const object: typeof findings.error = (where, what) => {
      if (isFollower) findings.warn(where, what);
      else findings.error(where, what);
    };
    const damage = findDamage(text, treatment.kind);
    if (damage?.code === 'placeholder' && !namesClient) {
      findings.warn(column, {
        ...damage,
        message: `"${column}" ${damage.message}, so it is left out.`,
      });
      return '';
    }
    if (damage) {
      const issue = { ...damage, message: `"${column}" ${damage.message}.` };
      if (damage.code === 'encoded_text') findings.warn(column, issue);
      else object(column, issue);
    }
    if (length !== undefined && lostZeros(text, length))
      findings.warn(column, shortCode(column, length));
    const value = transformText(replace(text, findings), treatment.transforms, reading, (doubt) => {
      findings.warn(column, { ...doubt, message: `"${column}" ${doubt.message}` });
    });
    if (typeof value !== 'string') return value;
    const breach = findBreach(column, value, treatment.rules);
    if (breach) object(column, breach);
    if (isUnique && value !== '') findings.mustDiffer(column, value);
    return value;
  };

  return {
    mapping,
    readPlain,
    read(cell, findings, isFollower) {
      if (cell === '' && !isRequired) return NOTHING;
      const plain = readPlain(cell);
      if (plain !== undefined) return [plain];
      const text = removeNumberGuard(cell.trim());
      if (text === '') {
        const breach = findBreach(column, text, treatment.rules);
        if (breach) findings.error(column, breach);
        return NOTHING;
      }
      return split(text)
        .map((one, at) => readOne(one, findings, isFollower || (takesFirst && at > 0)))
        .filter((value) => value !== '');
    },
  };
}

function findCustomField(
  key: string,
  ofMatter: boolean,
  fields: readonly BusinessField[],
): BusinessField | undefined {
  return fields.find(
    (field) =>
      field.ofMatter === ofMatter &&
      (field.id === key || normaliseHeaderName(field.label) === normaliseHeaderName(key)),
  );
}

function withDateOrder(
  reading: Reading,
  { transforms }: Treatment,
  sample: readonly string[],
): Reading {
  const hasDates = transforms.includes('date') || transforms.includes('date-time');
  if (!hasDates || reading.dateOrder !== undefined) return reading;
  return { ...reading, dateOrder: findDateOrder(sample) };
}

/** Replaces old values by new ones, by a person's table before the profile's. */
function createReplacer(
  { column, field, spec }: ColumnMapping,
  tables: readonly ValueTable[],
): Replace {
  const names = [column, field ?? ''].map(normaliseHeaderName);
  const table = tables.find((one) => names.includes(normaliseHeaderName(one.column)))?.values;
  const own = new Map(Object.entries(spec?.values ?? {}));
  if (!table) return own.size === 0 ? KEEP : (text) => own.get(text) ?? text;
  const known = new Set(table.values());
  return (text, findings) => {
    const wanted = table.get(text);
    if (wanted === undefined && !known.has(text)) {
      findings.notInTable(column, text);
      findings.error(column, {
        code: 'value_unmatched',
        message: `"${column}" holds a value that the table of values does not know.`,
        hint: 'Add it to the table given with --values; the batch lists all such values.',
      });
    }
    return wanted ?? text;
  };
}

/** Cells of lists hold several values: always for e-mail and phone, else where the profile says by what they are parted. */
function createSplitter({
  field,
  spec,
  ofMatter,
}: ColumnMapping): (text: string) => readonly string[] {
  if (ofMatter) return (text) => [text];
  // A cell of nothing but separators is no list.
  const orWhole = (parts: readonly string[], text: string) => (parts.length === 0 ? [text] : parts);
  if (field === 'email' || field === 'phone')
    return (text) => orWhole(splitList(text, field, spec?.splitOn), text);
  if (spec?.splitOn && field !== undefined && mergeOf(field) === 'all')
    return (text) => splitList(text, 'tags', spec.splitOn);
  return (text) => [text];
}

const shortCode = (column: string, length: number) => ({
  code: 'zeros_lost',
  message: `"${column}" is shorter than the ${length} digits that the others have.`,
  hint: 'A spreadsheet may have taken zeros off its front; compare it with the old tool.',
});

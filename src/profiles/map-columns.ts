import { FerryError } from '../errors.js';
import { createColumnPattern, type ColumnPattern } from './column-pattern.js';
import { listNames, normaliseHeaderName } from './header-name.js';
import type { ColumnMapping, MappingFile } from './mapping.js';
import type { ColumnSpec, Profile } from './profile.js';
import { mergeOf } from './targets.js';

/** What is decided about a column before its place in the header is added. */
export type ColumnDecision = Omit<ColumnMapping, 'index' | 'column'>;

/** Decides about the columns that nobody has named. */
export type DecideRest = (rest: readonly { index: number; column: string }[]) => ColumnDecision[];

/**
 * Decides for each column of a header what it feeds: first what the mapping file says, then the profile's table, then
 * `decideRest`. A target that takes one column gets one; what is left over is named with its reason, never dropped silently.
 * Throws `mapping_invalid` when the mapping names a column that is not there or feeds one target twice.
 */
export function mapColumns(
  header: readonly string[],
  profile: Profile,
  mapping: MappingFile = { columns: {} },
  decideRest: DecideRest = (rest) => rest.map(() => leftOut(NOT_NAMED)),
): ColumnMapping[] {
  const table = readTable(profile);
  const decisions = new Map<number, ColumnDecision>();
  for (const [index, said] of obeyMapping(header, mapping)) {
    const isOfMatter = table(header[index] ?? '')?.ofMatter === true && said.field !== undefined;
    decisions.set(index, isOfMatter ? { ...said, ofMatter: true } : said);
  }
  for (const [index, column] of header.entries()) {
    const decision = decisions.has(index) ? undefined : table(column);
    if (decision) decisions.set(index, decision);
  }
  const rest = header
    .map((column, index) => ({ index, column }))
    .filter(({ index }) => !decisions.has(index));
  for (const [at, decision] of decideRest(rest).entries()) {
    decisions.set(rest[at]?.index ?? at, decision);
  }
  return oneColumnEach(
    header.map((column, index) => ({
      index,
      column,
      ...(decisions.get(index) ?? leftOut(NOT_NAMED)),
    })),
  );
}

const NOT_NAMED = 'no field of that name';

const leftOut = (reason: string): ColumnDecision => ({ field: undefined, confidence: 1, reason });

function* obeyMapping(
  header: readonly string[],
  mapping: MappingFile,
): Generator<[number, ColumnDecision]> {
  const feeders = new Map<string, string>();
  const taken = new Set<number>();
  for (const [column, said] of Object.entries(mapping.columns)) {
    const index = findColumn(header, column);
    if (index === -1 || taken.has(index)) {
      const what = index === -1 ? ', which the file does not have' : ' twice';
      throw new FerryError('mapping_invalid', `The mapping names the column "${column}"${what}.`, {
        hint: `The file's columns are: ${listNames(header)}.`,
      });
    }
    taken.add(index);
    if (said === null) {
      yield [index, leftOut('left out on purpose')];
      continue;
    }
    const spec = typeof said === 'string' ? { to: said } : said;
    const rival = mergeOf(spec.to) === 'one' ? feeders.get(spec.to) : undefined;
    if (rival !== undefined) {
      throw new FerryError(
        'mapping_invalid',
        `The mapping feeds ${spec.to} from two columns, "${rival}" and "${column}".`,
        { hint: 'Give each field one column, and null to the other.' },
      );
    }
    feeders.set(spec.to, column);
    yield [index, { ...feeds(spec), reason: NAMED_BY_MAPPING }];
  }
}

const NAMED_BY_MAPPING = 'named by you or a mapping';

/** The column of exactly that name, else of a name that is the same but for case, spaces and punctuation. */
export function findColumn(header: readonly string[], name: string): number {
  const exact = header.indexOf(name);
  if (exact !== -1) return exact;
  const wanted = normaliseHeaderName(name);
  return header.findIndex((other) => normaliseHeaderName(other) === wanted);
}

function feeds(spec: ColumnSpec): Omit<ColumnDecision, 'reason'> {
  return { field: spec.to, confidence: 1, spec };
}

/** What a profile's tables say about a column, exact names before patterns. */
function readTable(profile: Profile): (column: string) => ColumnDecision | undefined {
  const { clients } = profile;
  const matters = 'matters' in clients ? clients.matters?.columns : undefined;
  const joins =
    clients.shape === 'joined'
      ? [clients.code, ...clients.parents.map(({ column }) => column)]
      : [];
  const entries: [ColumnPattern, ColumnDecision][] = [
    ...Object.entries(profile.columns).map(([name, spec]) => entry(name, feeds(spec), profile)),
    ...Object.entries(matters ?? {}).map(([name, spec]) =>
      entry(name, { ...feeds(spec), ofMatter: true as const }, profile),
    ),
    ...Object.entries(profile.ignored).map(([name, reason]): [ColumnPattern, ColumnDecision] => [
      createColumnPattern(name),
      leftOut(reason),
    ]),
    ...joins.map((name): [ColumnPattern, ColumnDecision] => [
      createColumnPattern(name),
      leftOut('joins the records of the files'),
    ]),
  ];
  return (column) => {
    const found =
      entries.find(([pattern]) => pattern.isExact && pattern.matches(column)) ??
      entries.find(([pattern]) => pattern.matches(column));
    return found && withOwnKey(found[1], column);
  };
}

/** A key with `#` gets the number of the column, one with `*` is the name of the column. */
function withOwnKey(decision: ColumnDecision, column: string): ColumnDecision {
  const { field } = decision;
  if (field?.includes('*') === true) return { ...decision, field: column.trim() };
  if (field?.includes('#') !== true) return decision;
  return { ...decision, field: field.replace('#', /\d+(?=\D*$)/.exec(column)?.[0] ?? '') };
}

function entry(
  name: string,
  decision: Omit<ColumnDecision, 'reason'>,
  profile: Profile,
): [ColumnPattern, ColumnDecision] {
  return [createColumnPattern(name), { ...decision, reason: `known from ${profile.title}` }];
}

/** Of several columns for a target that takes one, what a person named stays, then what is surest, then what comes first. */
function oneColumnEach(columns: ColumnMapping[]): ColumnMapping[] {
  const winners = new Map<string, ColumnMapping>();
  for (const column of columns) {
    const { field } = column;
    if (field === undefined || (mergeOf(field) !== 'one' && column.ofMatter !== true)) continue;
    const key = `${column.ofMatter === true ? 'matter ' : ''}${field}`;
    const rival = winners.get(key);
    if (!rival || rankOf(column) > rankOf(rival)) winners.set(key, column);
  }
  const losesTo = ({ field, ofMatter, index }: ColumnMapping): ColumnMapping | undefined => {
    const winner = winners.get(`${ofMatter === true ? 'matter ' : ''}${field ?? ''}`);
    return winner === undefined || winner.index === index ? undefined : winner;
  };
  return columns.map((column) => {
    const winner = column.field === undefined ? undefined : losesTo(column);
    if (!winner) return column;
    const reason = `${String(column.field)} is already fed by "${winner.column}"`;
    return { index: column.index, column: column.column, ...leftOut(reason) };
  });
}

const rankOf = ({ confidence, reason }: ColumnMapping): number =>
  reason === NAMED_BY_MAPPING ? 2 : confidence;

import { writeFileSync } from 'node:fs';
import { openSources } from '../../files/open-sources.js';
import { loadProfiles } from '../../profiles/load-profiles.js';
import { writeMappingFile, type ColumnMapping } from '../../profiles/mapping.js';
import type { Profile } from '../../profiles/profile.js';
import { isTargetName } from '../../profiles/targets.js';
import { recognise, type Recognised, type RecogniseOptions } from '../../profiles/recognise.js';
import { FerryError } from '../../errors.js';
import type { RecordSource } from '../../staging/record-source.js';
import { commandWithExamples, type AddCommand } from '../context.js';
import { coloured, count, print, printable, printJson, say } from '../output.js';
import { printTable } from '../print-table.js';
import { readMapping } from '../read-mapping.js';
import { formOf } from '../present-batch.js';
import { addReadOptions, readOptionsOf, type ReadFlags } from '../read-options.js';

const SAMPLE_RECORDS = 5;
const SAMPLE_CHARACTERS = 30;

interface InspectFlags extends ReadFlags {
  profile: string;
  mapping?: string;
  mappingOut?: string;
  json: boolean;
}

export const addInspect: AddCommand = (program) => {
  const command = commandWithExamples(
    'inspect',
    'Say what a file is: its form, header, profile and why, columns, first records.',
    [
      'inspect clients.csv',
      'inspect export.zip',
      'inspect export.txt --encoding windows-1252 --mapping-out m.json',
    ],
  )
    .argument('<file>', 'source file')
    .option('--profile <name>', 'the layout of the file', 'auto')
    .option('--mapping <file>', 'a mapping to try, as for stage')
    .option('--mapping-out <file>', 'write what was understood as a mapping, to be mended')
    .option('--json', 'print the result as JSON', false)
    .action(runInspect);
  program.addCommand(addReadOptions(command));
};

async function runInspect(path: string, flags: InspectFlags): Promise<void> {
  const profiles = loadProfiles();
  const mapping = readMapping(flags.mapping);
  const sources = await openSources(path, readOptionsOf(flags));
  const inspected = sources.map((source) => ({
    source,
    layout: tryToRecognise(source, profiles, { wanted: flags.profile, mapping }),
  }));
  if (flags.json) printJson('files', inspected.map(toJson));
  else for (const [at, one] of inspected.entries()) present(one, at > 0);
  if (flags.mappingOut !== undefined) writeMapping(flags.mappingOut, inspected);
}

interface Inspected {
  source: RecordSource;
  layout: Recognised | FerryError;
}

/** An unknown layout is an answer here, not a failure. */
function tryToRecognise(
  source: RecordSource,
  profiles: readonly Profile[],
  options: RecogniseOptions,
): Recognised | FerryError {
  try {
    return recognise(source, profiles, options);
  } catch (error) {
    if (error instanceof FerryError && error.code === 'layout_unknown') return error;
    throw error;
  }
}

function toJson({ source, layout }: Inspected): unknown {
  const { name, bytes, sha256, form, encoding, encodingReason, delimiter, header } = source;
  const recognised =
    layout instanceof FerryError
      ? { profile: 'UNKNOWN', reason: layout.message }
      : { profile: layout.profile.name, reason: layout.reason, columns: layout.columns };
  return {
    ...{ name, bytes, sha256, form, encoding, encodingReason, delimiter, header },
    headerLine: source.headerLine,
    titleLines: source.titleLines,
    ...recognised,
    sample: source.sample.slice(0, SAMPLE_RECORDS),
  };
}

function present({ source, layout }: Inspected, isFurther: boolean): void {
  if (isFurther) print();
  print(`File       ${printable(source.name)} (${count(source.bytes)} bytes)`);
  print(`Form       ${formOf(source)}`);
  if (source.form === 'csv') print(`Encoding   ${source.encoding} (${source.encodingReason})`);
  if (layout instanceof FerryError) {
    print(`Profile    ${coloured('red', '✗')} UNKNOWN: ${printable(layout.message)}`);
    print(`           ${layout.hint ?? ''}`);
  } else {
    print(
      `Profile    ${coloured('green', '✓')} ${layout.profile.name}: ${printable(layout.reason)}`,
    );
  }
  const sample = source.sample.slice(0, SAMPLE_RECORDS);
  const columns = layout instanceof FerryError ? [] : layout.columns;
  print();
  printTable(
    ['column', 'feeds', 'sure', ...sample.map((record) => `line ${record.line}`)],
    source.header.map((column, at) => [
      column,
      feedsOf(columns[at]),
      columns[at]?.field === undefined ? '' : `${Math.round(columns[at].confidence * 100)} %`,
      ...sample.map((record) => shorten(record.cells[at] ?? '')),
    ]),
  );
}

function feedsOf(mapping: ColumnMapping | undefined): string {
  if (mapping?.field === undefined) return '-';
  if (mapping.ofMatter) return `matter: ${mapping.field}`;
  return isTargetName(mapping.field) ? mapping.field : `custom: ${mapping.field}`;
}

function writeMapping(path: string, inspected: readonly Inspected[]): void {
  const [first] = inspected;
  if (!first || inspected.length > 1 || first.layout instanceof FerryError) {
    throw new FerryError('usage', 'A mapping is written for one file whose layout is known.', {
      hint: 'Choose one file of a ZIP with --only, or name a layout with --profile clients.',
    });
  }
  const { profile, columns } = first.layout;
  try {
    writeFileSync(path, writeMappingFile(profile.name, columns));
  } catch (cause) {
    throw new FerryError('file_unreadable', `The file ${path} cannot be written.`, {
      hint: 'Choose another place with --mapping-out.',
      cause,
    });
  }
  say(`Mapping written to ${printable(path)}; mend it and give it with --mapping.`);
}

const shorten = (cell: string): string =>
  cell.length > SAMPLE_CHARACTERS ? `${cell.slice(0, SAMPLE_CHARACTERS)}…` : cell;

import { openSource } from '../../files/open-source.js';
import { loadProfiles } from '../../profiles/load-profiles.js';
import { recognise, type Recognised } from '../../profiles/recognise.js';
import { FerryError } from '../../errors.js';
import type { RecordSource, SourceRecord } from '../../staging/record-source.js';
import { commandWithExamples, type AddCommand } from '../context.js';
import { count, print, printable, printJson, printTable } from '../output.js';
import { delimiterName } from '../present-batch.js';

const SAMPLE_RECORDS = 5;
const SAMPLE_CHARACTERS = 30;

export const addInspect: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'inspect',
      'Say what a file is: encoding, delimiter, header, profile and why, first records.',
      ['inspect clients.csv', 'inspect export.txt --encoding windows-1252'],
    )
      .argument('<file>', 'source file')
      .option('--encoding <name>', 'text encoding, when it is not found rightly')
      .option('--delimiter <character>', 'one character, or comma, semicolon, tab, pipe')
      .option('--json', 'print the result as JSON', false)
      .action(
        async (path: string, options: { encoding?: string; delimiter?: string; json: boolean }) => {
          const source = await openSource(path, options);
          const layout = tryToRecognise(source);
          const sample = await readSample(source);
          if (options.json) presentJson(source, layout, sample);
          else present(source, layout, sample);
        },
      ),
  );
};

/** An unknown layout is an answer here, not a failure. */
function tryToRecognise(source: RecordSource): Recognised | FerryError {
  try {
    return recognise(source.header, loadProfiles());
  } catch (error) {
    if (error instanceof FerryError && error.code === 'layout_unknown') return error;
    throw error;
  }
}

async function readSample(source: RecordSource): Promise<SourceRecord[]> {
  const sample: SourceRecord[] = [];
  for await (const record of source.records()) {
    sample.push(record);
    if (sample.length === SAMPLE_RECORDS) break;
  }
  return sample;
}

function presentJson(
  source: RecordSource,
  layout: Recognised | FerryError,
  sample: SourceRecord[],
): void {
  const { name, bytes, sha256, encoding, encodingReason, delimiter, header, headerLine } = source;
  const recognised =
    layout instanceof FerryError
      ? { profile: 'UNKNOWN', reason: layout.message }
      : { profile: layout.profile.name, reason: layout.reason, columns: layout.columns };
  printJson('file', {
    name,
    bytes,
    sha256,
    encoding,
    encodingReason,
    delimiter,
    headerLine,
    header,
    ...recognised,
    sample,
  });
}

function present(
  source: RecordSource,
  layout: Recognised | FerryError,
  sample: SourceRecord[],
): void {
  print(`File       ${printable(source.name)} (${count(source.bytes)} bytes)`);
  print(`Encoding   ${source.encoding} (${source.encodingReason})`);
  print(`Delimiter  ${delimiterName(source.delimiter)}`);
  print(`Header     line ${source.headerLine}, ${count(source.header.length)} columns`);
  if (layout instanceof FerryError) {
    print(`Profile    UNKNOWN: ${printable(layout.message)}`);
    print(`           ${layout.hint ?? ''}`);
  } else {
    print(`Profile    ${layout.profile.name}: ${layout.reason}`);
  }
  const fields = layout instanceof FerryError ? [] : layout.columns;
  print();
  printTable(
    ['column', 'field', ...sample.map((record) => `line ${record.line}`)],
    source.header.map((column, at) => [
      column,
      fields[at]?.field ?? '-',
      ...sample.map((record) => shorten(record.cells[at] ?? '')),
    ]),
  );
}

const shorten = (cell: string): string =>
  cell.length > SAMPLE_CHARACTERS ? `${cell.slice(0, SAMPLE_CHARACTERS)}…` : cell;

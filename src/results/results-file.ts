import { csvLine } from './csv-line.js';
import type { ImportAccount } from './import-account.js';
import {
  openClientResults,
  type ClientChoice,
  type ClientResultLine,
  type ClientResultsStore,
} from './list-client-results.js';

const LINES_PER_READ = 500;

const COLUMNS = [
  ...['number', 'external_id', 'first_name', 'last_name', 'email', 'phone'],
  ...['file', 'line', 'result', 'in_the_crm', 'fields_that_differ', 'as_sent', 'as_in_the_crm'],
];

/**
 * What became of each client of an import as CSV text, piece by piece; only those that fit, when `only` says so. Every cell is
 * quoted and guarded against formulas (promises S17). Begins with a byte order mark, so that spreadsheets read UTF-8.
 * Throws `batch_not_found` when the list was removed, `batch_damaged`.
 */
export async function* writeResultsFile(
  store: ClientResultsStore,
  account: ImportAccount,
  only?: readonly ClientChoice[],
): AsyncGenerator<string> {
  const results = await openClientResults(store, account);
  yield `\uFEFF${csvLine(COLUMNS)}`;
  for (let after = 0; ;) {
    const lines = await results.list({ after, limit: LINES_PER_READ, ...(only && { only }) });
    const last = lines.at(-1);
    if (!last) return;
    yield lines.map((line) => csvLine(cellsOf(line))).join('');
    after = last.seq;
  }
}

function cellsOf({ seq, externalId, client, file, line, result, found, fields }: ClientResultLine) {
  const value = (key: string) => {
    const given = client[key];
    return typeof given === 'string' ? given : '';
  };
  return [
    String(seq),
    externalId ?? '',
    ...['first_name', 'last_name', 'email', 'phone'].map(value),
    ...[file, String(line), result, found ?? 'not looked for'],
    fields.map(({ key }) => key).join('\n'),
    fields.map(({ ours }) => ours).join('\n'),
    fields.map(({ theirs }) => theirs).join('\n'),
  ];
}

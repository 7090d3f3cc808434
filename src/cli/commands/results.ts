import { InvalidArgumentError } from 'commander';
import type { ImportAccount } from '../../results/import-account.js';
import { drawUpImport } from '../../results/draw-up-import.js';
import {
  CLIENT_CHOICES,
  listClientResults,
  type ClientChoice,
} from '../../results/list-client-results.js';
import { writeResultsFile } from '../../results/results-file.js';
import type { Store } from '../../store/store.js';
import { commandWithExamples, withStore, type AddCommand } from '../context.js';
import { enterAudit } from '../enter-audit.js';
import { count, printable, print, printJson, say } from '../output.js';
import { printTable } from '../print-table.js';
import { presentImport } from '../present-import.js';
import { writeFileOf } from '../write-file.js';

interface ResultsOptions {
  only?: ClientChoice[];
  output?: string;
  json: boolean;
}

export const addResults: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'results',
      'Show what became of the clients of an import, in numbers and one by one.',
      [
        'results s_91be…',
        'results s_91be… --only failed,missing',
        'results s_91be… -o results.csv',
      ],
    )
      .argument('<session>', 'id of any session of the import')
      .option(
        '--only <results>',
        `only clients that are one of: ${CLIENT_CHOICES.join(', ')}`,
        clientChoices,
      )
      .option('-o, --output <file>', 'write the clients into this file, as CSV')
      .option('--json', 'print the result as JSON; with --only the clients too', false)
      .action((id: string, options: ResultsOptions) =>
        withStore(async (store, { quietMs }) => {
          const account = await drawUpImport(store, id, { now: new Date(), quietMs });
          await tell(store, account, options);
          if (options.output === undefined) return;
          await writeFileOf(writeResultsFile(store, account, options.only), options.output);
          await enterAudit(store, account.businessUid, 'results_downloaded', account.importId);
          say(`The clients were written to ${printable(options.output)}.`);
        }),
      ),
  );
};

function clientChoices(text: string): ClientChoice[] {
  return text.split(',').map((word) => {
    const choice = CLIENT_CHOICES.find((one) => one === word.trim());
    if (choice) return choice;
    throw new InvalidArgumentError(`It must be one or more of ${CLIENT_CHOICES.join(', ')}.`);
  });
}

const LINES_SHOWN = 100;

async function tell(
  store: Store,
  account: ImportAccount,
  { only, output, json }: ResultsOptions,
): Promise<void> {
  const limit = json ? account.clients : LINES_SHOWN + 1;
  const isListed = only !== undefined && output === undefined;
  const clients = isListed
    ? await listClientResults(store, account, { after: 0, limit, only })
    : undefined;
  if (json) {
    printJson('results', { ...account, ...(clients && { listed: clients }) });
    return;
  }
  presentImport(account);
  if (clients === undefined || clients.length === 0) return;
  print();
  printTable(
    ['number', 'external id', 'file', 'line', 'result', 'in the CRM', 'fields that differ'],
    clients
      .slice(0, LINES_SHOWN)
      .map(({ seq, externalId = '', file, line, result, found = 'not looked for', fields }) => [
        ...[count(seq), externalId, file, line, result, found.replace('_', ', ')],
        fields.map(({ key }) => key).join(', '),
      ]),
  );
  if (clients.length > LINES_SHOWN)
    say(`There are more than ${LINES_SHOWN}; -o writes them all into a file.`);
}

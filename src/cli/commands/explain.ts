import {
  explainClient,
  type ClientExplanation,
  type ValueOrigin,
} from '../../results/explain-client.js';
import { commandWithExamples, getBatch, positive, withStore, type AddCommand } from '../context.js';
import { print, printable, printJson } from '../output.js';

export const addExplain: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'explain',
      'Show where each value of a client came from: file, line, column, transforms.',
      ['explain b_4f0c… 17'],
    )
      .argument('<batch>', 'id of the batch')
      .argument('<seq>', 'number of the client in the batch', positive)
      .option('--json', 'print the result as JSON', false)
      .action((id: string, seq: number, { json }: { json: boolean }) =>
        withStore(async (store) => {
          const explanation = await explainClient(store, await getBatch(store, id), seq);
          if (json) printJson('client', explanation);
          else present(explanation);
        }),
      ),
  );
};

function present({ seq, file, line, profile, values, merged, warnings }: ClientExplanation): void {
  print(`Client     ${seq}`);
  print(`From       ${printable(file)}, line ${line}, profile ${profile}`);
  for (const one of merged) print(`And        ${printable(one.file)}, line ${one.line}`);
  for (const { message, line: at } of warnings)
    print(`Warning    line ${at}: ${printable(message)}`);
  for (const origin of values) presentValue(origin, merged.length > 0);
}

function presentValue({ key, value, columns }: ValueOrigin, hasMerged: boolean): void {
  print(`\n${printable(key)}`);
  if (Array.isArray(value)) for (const item of value) print(`  ${printable(JSON.stringify(item))}`);
  else for (const text of String(value).split('\n')) print(`  ${printable(text)}`);
  if (columns.length === 0)
    print(hasMerged && Array.isArray(value) ? '  <- the records named above' : '  <- a default');
  for (const { column, target, transforms } of columns)
    print(`  <- ${printable(column)} (${target}: ${transforms.join(', ')})`);
}

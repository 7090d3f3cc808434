import { FerryError } from '../../errors.js';
import type { FaultName } from '../../sandbox/sandbox.js';
import { commandWithExamples, natural, positive, type AddCommand } from '../context.js';
import { drawUpBooks, isBalanced } from '../demo/books.js';
import { rehearse, type Rehearsal } from '../demo/rehearsal.js';
import { coloured, count, print, printJson, say } from '../output.js';
import { faultsHelp, parseFaults } from './sandbox.js';

interface DemoOptions {
  clients?: number;
  faults: FaultName[];
  seed?: number;
  json: boolean;
}

export const addDemo: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'demo',
      'Rehearse the whole job with a made-up list and the stand-in CRM, and draw up the books.',
      [
        'demo',
        'demo --clients 50000',
        'demo --faults early-poll,lose-response,repeat-page --seed 7',
      ],
    )
      .option('--clients <n>', 'make a list of n clients instead of the sample', positive)
      .option('--faults <names>', faultsHelp(), parseFaults, [])
      .option('--seed <n>', 'repeats the faults of an earlier run', natural)
      .option('--json', 'print the result as JSON', false)
      .action(runDemo),
  );
};

async function runDemo({ clients, faults, seed, json }: DemoOptions): Promise<void> {
  const faultArgs = faults.length === 0 ? [] : ['--faults', faults.join(',')];
  const seedArgs = seed === undefined ? [] : ['--seed', String(seed)];
  const rehearsal = await rehearse({ clients, faultArgs: [...faultArgs, ...seedArgs], say });
  const books = drawUpBooks(rehearsal);
  const isClosed = rehearsal.account.state === 'closed';
  if (json) printJson('demo', { ...rehearsal, books });
  else present(rehearsal);

  for (const line of json ? [] : books) {
    const sign = isBalanced(line) ? coloured('green', 'ok ') : coloured('red', 'NO ');
    print(`  ${sign} ${line.what}: ${count(line.left)} = ${count(line.right)}`);
  }
  if (!isClosed || !books.every(isBalanced)) {
    const state = isClosed ? '' : ` The session is "${rehearsal.account.state}", not closed.`;
    throw new FerryError('import_unbalanced', `The books do not balance.${state}`, {
      hint: 'With faults such as close-early and never-close that is the true account; otherwise please report it.',
    });
  }
  if (!json) print('\nThe books balance; nothing was left running.');
}

function present({ batch, account, report, peakMemory, seconds }: Rehearsal): void {
  const { counts } = batch;
  print(
    `Staged       ${count(counts.records)} records: ${count(counts.accepted)} accepted, ${count(counts.rejected)} rejected, in ${seconds.staging.toFixed(1)} s`,
  );
  print(
    `Handed over  ${count(account.handedOver)} clients in ${count(account.polls)} polls, in ${seconds.handOver.toFixed(1)} s; session ${account.state}`,
  );
  for (const flag of account.session.flags) print(`  flag: ${flag}`);
  if (report) {
    print(
      `CRM says     ${count(report.created)} created, ${count(report.updated)} updated, ${count(report.skipped)} skipped, ${count(report.failed)} failed (${report.state})`,
    );
    if (report.faults_played.length > 0)
      print(`  faults played: ${report.faults_played.join(', ')}`);
    if (report.reason !== null) print(`  reason: ${report.reason}`);
  }
  if (peakMemory !== undefined)
    print(
      `Memory       ${count(Math.round(peakMemory / 1024 / 1024))} MB at most in the serving process`,
    );
  print('\nThe books:');
}

import { createId } from '../../create-id.js';
import type { Batch } from '../../staging/batch.js';
import type { ChangeCounts } from '../../staging/find-changes.js';
import { countChanges, stageChanges, type Changes } from '../../staging/stage-changes.js';
import { openKeyIndex } from '../../store/sqlite/key-index.js';
import { commandWithExamples, getBatch, withStore, type AddCommand } from '../context.js';
import { enterAudit } from '../enter-audit.js';
import { count, plural, print, printable, printJson } from '../output.js';

interface ChangesOptions {
  since: string;
  stage: boolean;
  json: boolean;
}

export const addChanges: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'changes',
      'Say what is new or changed in a batch since an earlier one, and stage only that.',
      ['changes b_4f0c… --since b_77ab…', 'changes b_4f0c… --since b_77ab… --stage'],
    )
      .argument('<batch>', 'id of the later batch')
      .requiredOption('--since <batch>', 'id of the earlier batch of the same business')
      .option('--stage', 'keep what is new or changed as a batch of its own', false)
      .option('--json', 'print the result as JSON', false)
      .action(runChanges),
  );
};

async function runChanges(id: string, { since, stage, json }: ChangesOptions): Promise<void> {
  await withStore(async (store) => {
    const batch = await getBatch(store, id);
    const earlier = await getBatch(store, since);
    const deps = { store, openKeyIndex, createId: () => createId('b'), now: () => new Date() };
    const changes: Changes = stage
      ? await stageChanges(deps, batch, earlier)
      : { counts: await countChanges(deps, batch, earlier), batch: undefined };
    if (changes.batch)
      await enterAudit(store, batch.businessUid, 'staging_started', changes.batch.id);
    if (json) printJson('changes', changes);
    else presentChanges(batch, earlier, changes, stage);
  });
}

function presentChanges(batch: Batch, since: Batch, changes: Changes, stage: boolean): void {
  presentCounts(changes.counts);
  const { added, changed } = changes.counts;
  if (added + changed === 0) {
    print(`\nNothing is new or changed since ${since.id}, so there is nothing to hand over.`);
    return;
  }
  print('\nNext:');
  if (!stage) print(`  clientferry changes ${batch.id} --since ${since.id} --stage`);
  else if (changes.batch)
    print(
      `  clientferry declare --business ${printable(batch.businessUid)} --batch ${changes.batch.id}${changed > 0 ? ' --override' : ''}`,
    );
}

function presentCounts({ added, changed, same, gone }: ChangeCounts): void {
  print(`New        ${count(added)}`);
  print(`Changed    ${count(changed)}`);
  print(`The same   ${count(same)}`);
  print(`Gone       ${count(gone)} only in the earlier list; the CRM keeps what it has`);
  if (changed > 0)
    print(
      `\nThe CRM overwrites the ${plural(changed, 'changed client')} only with --override, and knows them by e-mail alone.`,
    );
}

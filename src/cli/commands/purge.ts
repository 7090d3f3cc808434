import { BY_COMMAND_LINE } from '../../audit/audit-store.js';
import type { Config } from '../../config.js';
import { getRetention, listRetention, type KeptBatch } from '../../retention/list-retention.js';
import { listExpired, purgeBatches } from '../../retention/purge.js';
import { removeBatch } from '../../retention/remove-batch.js';
import type { Store } from '../../store/store.js';
import { confirm } from '../confirm.js';
import { commandWithExamples, getBatch, natural, withStore, type AddCommand } from '../context.js';
import { count, plural, print, printable, printJson, say } from '../output.js';
import { printTable } from '../print-table.js';
import { describeRetention } from '../retention-words.js';

interface PurgeChoice {
  batch?: string;
  olderThan?: number;
  dryRun: boolean;
  yes: boolean;
  json: boolean;
}

const DAY_MS = 24 * 60 * 60_000;

export const addPurge: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'purge',
      'Remove batches whose time is over, or a certain one, without a trace.',
      ['purge --dry-run', 'purge --yes', 'purge --older-than 30', 'purge --batch b_4f0c…'],
    )
      .option('--batch <id>', 'this one now, whatever the rule says')
      .option('--older-than <days>', 'by this rule instead of RETENTION_DAYS', natural)
      .option(
        '--dry-run',
        'only say until when each batch is kept, and what would be removed',
        false,
      )
      .option('-y, --yes', 'do not ask', false)
      .option('--json', 'print the result as JSON', false)
      .action(runPurge),
  );
};

async function runPurge(choice: PurgeChoice): Promise<void> {
  await withStore(async (store, config) => {
    const chosen = await choose(store, config, choice);
    if (choice.dryRun) {
      const all = choice.batch === undefined ? await listAll(store, config, choice) : chosen;
      if (choice.json)
        printJson('purge', {
          removed: [],
          wouldRemove: chosen.map(toJsonRow),
          batches: all.map(toJsonRow),
        });
      else {
        if (all.length > 0) present(all);
        say(`${describe(chosen.length)} would be removed now.`);
      }
      return;
    }
    if (chosen.length === 0) {
      if (choice.json) printJson('purge', { removed: [], wouldRemove: [] });
      else say('There is no batch whose time is over; --dry-run shows until when each is kept.');
      return;
    }
    if (!choice.json) present(chosen);
    await confirm(`Remove ${describe(chosen.length)} for good?`, choice);
    const deps = { store, now, by: BY_COMMAND_LINE };
    if (choice.batch !== undefined) {
      // Of a certain one the person is told why it stays.
      for (const { batch } of chosen) await removeBatch(deps, batch);
      await store.leaveNoTrace();
    }
    const gone = choice.batch === undefined ? await purgeBatches(deps, chosen) : chosen;
    if (choice.json) printJson('purge', { removed: gone.map(toJsonRow), wouldRemove: [] });
    else print(`Removed ${describe(gone.length)}. Their sessions keep their numbers.`);
    if (gone.length < chosen.length)
      say(
        `${describe(chosen.length - gone.length)} came to be in use meanwhile; give the command again later.`,
      );
  });
}

const now = () => new Date();

const describe = (n: number): string => (n === 1 ? '1 batch' : `${count(n)} batches`);

const depsOf = (store: Store, { retentionMs, graceMs }: Config, olderThan: number | undefined) => ({
  ...{ store, now, graceMs },
  retentionMs: olderThan === undefined ? retentionMs : olderThan * DAY_MS,
});

const listAll = (store: Store, config: Config, { olderThan }: PurgeChoice): Promise<KeptBatch[]> =>
  listRetention(depsOf(store, config, olderThan));

async function choose(
  store: Store,
  config: Config,
  { batch: id, olderThan }: PurgeChoice,
): Promise<KeptBatch[]> {
  const deps = depsOf(store, config, olderThan);
  if (id === undefined) return listExpired(deps);
  const batch = await getBatch(store, id);
  return [{ batch, retention: await getRetention(deps, batch) }];
}

function present(chosen: readonly KeptBatch[]): void {
  printTable(
    ['batch', 'business', 'clients', 'rejects', 'kept'],
    chosen.map(({ batch, retention }) => [
      batch.id,
      printable(batch.businessUid),
      count(batch.counts.clients),
      count(batch.counts.rejected),
      describeRetention(retention),
    ]),
  );
  say(
    `${plural(
      chosen.reduce((sum, { batch }) => sum + batch.counts.clients, 0),
      'client',
    )} in all.`,
  );
}

const toJsonRow = ({ batch, retention }: KeptBatch) => ({
  batchId: batch.id,
  businessUid: batch.businessUid,
  clients: batch.counts.clients,
  rejected: batch.counts.rejected,
  retention,
});

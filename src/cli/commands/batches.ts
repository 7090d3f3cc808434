import { join, parse as parsePath } from 'node:path';
import { FerryError } from '../../errors.js';
import { layoutsOf, writeRejectsFile } from '../../results/rejects-file.js';
import { BY_COMMAND_LINE } from '../../audit/audit-store.js';
import { getRetention } from '../../retention/list-retention.js';
import { removeBatch } from '../../retention/remove-batch.js';
import type { Batch } from '../../staging/batch.js';
import type { Issue } from '../../staging/issue.js';
import type { Store } from '../../store/store.js';
import { confirm } from '../confirm.js';
import { commandWithExamples, getBatch, withStore, type AddCommand } from '../context.js';
import { enterAudit } from '../enter-audit.js';
import {
  count,
  JSON_VERSION,
  plural,
  print,
  printable,
  printableLines,
  printJson,
  say,
  toJson,
} from '../output.js';
import { printTable } from '../print-table.js';
import { presentBatch } from '../present-batch.js';
import { describeRetention, keepUntil, RULE } from '../retention-words.js';
import { writeFileOf } from '../write-file.js';

const now = () => new Date();

export const addBatches: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('batches', 'List staged batches, newest first.', [
      'batches',
      'batches --business b1 --json',
    ])
      .option('--business <uid>', 'only those of one business')
      .option('--json', 'print the result as JSON', false)
      .action(({ business, json }: { business?: string; json: boolean }) =>
        withStore(async (store) => {
          const batches = await store.listBatches(business);
          if (json) printJson('batches', batches);
          else if (batches.length === 0)
            say(
              'There are no batches; stage a list first: clientferry stage <file> --business <uid>',
            );
          else
            printTable(
              ['batch', 'business', 'file', 'accepted', 'rejected', 'staged at'],
              batches.map(toRow),
            );
        }),
      ),
  );
};

function toRow({ id, businessUid, files, counts, createdAt }: Batch): string[] {
  return [
    id,
    businessUid,
    files.map((file) => file.name).join(', '),
    count(counts.clients),
    count(counts.rejected),
    createdAt,
  ];
}

export const addBatch: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'batch',
      'Show one batch: how it was read, which column went where, the account.',
      ['batch b_4f0c…', 'batch b_4f0c… --keep-until 2027-01-31', 'batch b_4f0c… --keep-until rule'],
    )
      .argument('<batch>', 'id of the batch')
      .option(
        '--keep-until <date>',
        'keep it until this day, whatever the rule says; `rule` goes back to the rule',
        keepUntil,
      )
      .option('--json', 'print the result as JSON', false)
      .action((id: string, { keepUntil: until, json }: { keepUntil?: string; json: boolean }) =>
        withStore(async (store, config) => {
          const batch = await getBatch(store, id);
          if (until !== undefined) {
            await store.setKeepUntil(id, until === RULE ? undefined : until);
            await enterAudit(store, batch.businessUid, 'retention_changed', id);
          }
          const retention = await getRetention({ ...config, store, now }, batch);
          if (json) printJson('batch', { ...batch, retention });
          else {
            presentBatch(batch);
            print(`Kept       ${describeRetention(retention)}`);
          }
        }),
      ),
  );
};

export const addRejects: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'rejects',
      'Write the rejected records with their original cells and what is wrong, as CSV.',
      [
        'rejects b_4f0c… -o rejects.csv',
        'stage rejects.csv --business b1        # after mending it',
      ],
    )
      .argument('<batch>', 'id of the batch')
      .option('-o, --output <file>', 'write into this file instead of printing')
      .option('--json', 'print the rejects as JSON lines', false)
      .action((id: string, { output, json }: { output?: string; json: boolean }) =>
        withStore(async (store) => {
          const batch = await getBatch(store, id);
          if (json) await writeText(rejectsAsJsonLines(store, batch), output);
          else await writeRejects(store, batch, output);
          await enterAudit(store, batch.businessUid, 'rejects_downloaded', id);
          say(
            `${plural(batch.counts.rejected, 'rejected record')}${output === undefined ? '' : ` written to ${printable(output)}`}.`,
          );
        }),
      ),
  );
};

/** One file, or one for each layout, their names told apart by it. */
async function writeRejects(store: Store, batch: Batch, output: string | undefined): Promise<void> {
  const layouts = layoutsOf(batch);
  if (layouts.length <= 1) {
    await writeText(writeRejectsFile(store, batch), output);
    return;
  }
  if (output === undefined) {
    throw new FerryError(
      'usage',
      `The batch ${batch.id} was staged from files of ${layouts.length} layouts, which do not fit into one table.`,
      { hint: 'Name a file with -o; each layout gets one of its own beside it. Or take --json.' },
    );
  }
  const { dir, name, ext } = parsePath(output);
  for (const layout of layouts) {
    const path = join(dir, `${name}-${layout}${ext}`);
    await writeText(writeRejectsFile(store, batch, layout), path);
    say(`Rejects of ${layout} are in ${printable(path)}.`);
  }
}

async function* rejectsAsJsonLines(store: Store, batch: Batch): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const rejects = await store.readRejects(batch.id, after, 500);
    if (rejects.length === 0) return;
    for (const { file, record, line, cells, issues } of rejects) {
      const errors = errorsByColumn(issues);
      yield `${toJson({ version: JSON_VERSION, file: batch.files[file]?.name, record, line, cells, issues, errors })}\n`;
    }
    after = rejects.at(-1)?.id ?? after;
  }
}

/** Column to messages, as Plannr's import resource reports errors; issues of the whole record stand under `record`. */
function errorsByColumn(issues: readonly Issue[]): Record<string, string[]> {
  const byColumn = new Map<string, string[]>();
  for (const { column = 'record', message } of issues)
    byColumn.set(column, [...(byColumn.get(column) ?? []), message]);
  return Object.fromEntries(byColumn);
}

async function writeText(text: AsyncIterable<string>, path: string | undefined): Promise<void> {
  if (path === undefined) {
    // A file gets every cell as it is; a terminal would obey some of them.
    const shown = process.stdout.isTTY ? printableLines : (piece: string) => piece;
    for await (const piece of text) process.stdout.write(shown(piece));
    return;
  }
  await writeFileOf(text, path);
}

export const addUnstage: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('unstage', 'Remove a batch and everything that was staged with it.', [
      'unstage b_4f0c…',
    ])
      .argument('<batch>', 'id of the batch')
      .option('-y, --yes', 'do not ask', false)
      .action((id: string, { yes }: { yes: boolean }) =>
        withStore(async (store) => {
          const batch = await getBatch(store, id);
          const sessions = await store.listSessions(batch.businessUid);
          if (sessions.some(({ batchId }) => batchId === id))
            await confirm(
              'It was handed over. Of its results only the numbers stay, and it can no longer be compared, sent again or taken back. Remove it?',
              { yes },
            );
          await removeBatch({ store, now, by: BY_COMMAND_LINE }, batch);
          await store.leaveNoTrace();
          print(
            `Removed the batch ${id} with ${plural(batch.counts.clients, 'client')} and ${plural(batch.counts.rejected, 'reject')}.`,
          );
        }),
      ),
  );
};

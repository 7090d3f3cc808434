import { Option } from 'commander';
import type { Config } from '../../config.js';
import { createId } from '../../create-id.js';
import { FerryError } from '../../errors.js';
import { createCrm } from '../../host/crm.js';
import type { Job } from '../../jobs/job.js';
import { drawUpImport } from '../../results/draw-up-import.js';
import { reconcileSteps } from '../../results/reconcile/reconcile-steps.js';
import { startReconcile, type ReconcileRequest } from '../../results/reconcile/start-reconcile.js';
import { isReconcile } from '../../results/reconcile/progress.js';
import { summariseReconciliation } from '../../results/reconcile/summarise.js';
import { writeResultsFile } from '../../results/results-file.js';
import { getSession } from '../../sessions/apply-event.js';
import { openKeyIndex } from '../../store/sqlite/key-index.js';
import type { Store } from '../../store/store.js';
import { requireOwnToken } from '../command-token.js';
import { commandWithExamples, getBatch, positive, withStore, type AddCommand } from '../context.js';
import { createCountDisplay } from '../count-display.js';
import { enterAudit } from '../enter-audit.js';
import { EXIT } from '../exit-codes.js';
import { followJob } from '../follow-job.js';
import { print, printable, printJson, say } from '../output.js';
import { presentImport, presentReconciliation } from '../present-import.js';
import { writeFileOf } from '../write-file.js';

interface ReconcileOptions {
  batch?: string;
  sample?: number;
  output?: string;
  json: boolean;
}

const now = () => new Date();

export const addReconcile: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'reconcile',
      "Compare the CRM's clients with those of an import: who is there, who is not, what differs.",
      [
        'reconcile s_91be…',
        'reconcile s_91be… --sample      # a spot check of ten clients',
        'reconcile s_91be… -o compared.csv',
        'reconcile --batch b_4f0c…       # before an import: who is there already, and as what',
      ],
    )
      .argument('[session]', 'id of any session of the import')
      .option('--batch <id>', 'a batch that is still to be imported, instead of a session')
      .addOption(
        new Option('--sample [n]', 'look at so many clients only, spread over the list')
          .preset('10')
          .argParser(positive),
      )
      .option('-o, --output <file>', 'write what became of each client into this file, as CSV')
      .option('--json', 'print the result as JSON', false)
      .action((session: string | undefined, options: ReconcileOptions) =>
        withStore((store, config) => runReconcile(store, config, session, options)),
      ),
  );
};

async function runReconcile(
  store: Store,
  config: Config,
  sessionId: string | undefined,
  options: ReconcileOptions,
): Promise<void> {
  const of = await understand(store, sessionId, options);
  await requireOwnToken(config, await businessOf(store, of));
  const job = await beginOrGoOn(store, config, { of, sample: options.sample, staffUid: undefined });
  const ended = await follow(store, config, job);
  await present(store, config, ended, options);
  if (ended.state === 'stopped') process.exitCode = EXIT.failure;
  else if (ended.state !== 'done') process.exitCode = EXIT.interrupted;
}

/** Throws `batch_not_found`, `session_not_found`. */
async function businessOf(store: Store, of: ReconcileRequest['of']): Promise<string> {
  if ('batchId' in of) return (await getBatch(store, of.batchId)).businessUid;
  return (await getSession(store, of.importId)).businessUid;
}

/** Throws `usage`, `session_not_found`. */
async function understand(
  store: Store,
  sessionId: string | undefined,
  { batch, output }: ReconcileOptions,
): Promise<ReconcileRequest['of']> {
  if ((sessionId === undefined) === (batch === undefined)) {
    throw new FerryError('usage', 'Name either a session or --batch, not both.', {
      hint: 'clientferry sessions and clientferry batches list them.',
    });
  }
  if (batch !== undefined && output !== undefined) {
    throw new FerryError('usage', 'There is nothing to write before an import.', {
      hint: 'Leave -o out; what was there before is kept, and clientferry undo shows it after the import.',
    });
  }
  if (batch !== undefined) return { batchId: batch };
  return { importId: (await getSession(store, sessionId ?? '')).importId };
}

/** One that was left goes on; at most one runs for a business. Throws what `startReconcile` throws. */
async function beginOrGoOn(
  store: Store,
  { quietMs }: Config,
  request: ReconcileRequest,
): Promise<Job> {
  const { of } = request;
  const [left] = await store.listJobs({ ...of, kind: 'reconcile', live: true });
  if (left && left.importId === ('importId' in of ? of.importId : undefined)) {
    say('A comparison is under way; going on with it.');
    return left;
  }
  const job = await startReconcile({ store, now, createId: () => createId('j'), quietMs }, request);
  await enterAudit(store, job.businessUid, 'reconcile_started', job.importId ?? job.batchId);
  return job;
}

async function follow(store: Store, config: Config, job: Job): Promise<Job> {
  const crm = createCrm(config.intandem);
  const { region } = config.reading;
  const steps = reconcileSteps({
    ...{ store, openKeyIndex, region },
    crmFor: () => Promise.resolve(crm),
  });
  const display = createCountDisplay('Comparing');
  try {
    return await followJob({ store, now }, job, steps, async (at) => {
      if (!isReconcile(at)) return;
      const { clients, sample } = at.progress;
      const { progress } = await summariseReconciliation(store, at);
      display.show(progress.compared, Math.min(sample ?? clients, clients));
    });
  } finally {
    display.end();
  }
}

async function present(
  store: Store,
  { quietMs }: Config,
  job: Job,
  { output, json }: ReconcileOptions,
): Promise<void> {
  const reconciliation = await summariseReconciliation(store, job);
  if (job.importId === undefined) {
    if (json) printJson('reconciliation', reconciliation);
    else presentReconciliation(reconciliation);
  } else {
    const account = await drawUpImport(store, job.importId, { now: now(), quietMs });
    if (json) printJson('results', account);
    else presentImport(account);
    if (output !== undefined) {
      await writeFileOf(writeResultsFile(store, account), output);
      await enterAudit(store, job.businessUid, 'results_downloaded', account.importId);
      say(`The clients were written to ${printable(output)}.`);
    }
  }
  if (!json && (job.state === 'running' || job.state === 'waiting'))
    print('\nThe running app goes on with it, or you do, by the same command.');
}

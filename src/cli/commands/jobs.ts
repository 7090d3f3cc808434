import { getJob, stopJob } from '../../jobs/run-job.js';
import type { Job } from '../../jobs/job.js';
import { commandWithExamples, withStore, type AddCommand } from '../context.js';
import { enterAudit } from '../enter-audit.js';
import { print, printable, printJson, say } from '../output.js';
import { printTable } from '../print-table.js';

const WHAT: Record<Job['kind'], string> = {
  reconcile: 'compares with the CRM',
  undo: 'takes an import back',
};

export const addJobs: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('jobs', 'List work on the CRM that is under way or waits.', [
      'jobs',
      'jobs --business b1 --json',
    ])
      .option('--business <uid>', 'only that of one business')
      .option('--json', 'print the result as JSON', false)
      .action(({ business, json }: { business?: string; json: boolean }) =>
        withStore(async (store) => {
          const jobs = await store.listJobs({
            live: true,
            ...(business !== undefined && { businessUid: business }),
          });
          if (json) printJson('jobs', jobs);
          else if (jobs.length === 0) say('Nothing is under way.');
          else presentJobs(jobs);
        }),
      ),
  );
};

function presentJobs(jobs: readonly Job[]): void {
  printTable(
    ['job', 'business', 'import', 'what it does', 'state', 'begun at', 'why it waits'],
    jobs.map(({ id, businessUid, importId, batchId, kind, state, createdAt, problem }) => [
      ...[id, businessUid, importId ?? batchId, WHAT[kind], state, createdAt, problem ?? ''],
    ]),
  );
}

export const addStop: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('stop', 'End work on the CRM; what it did stays done.', ['stop j_7c1e…'])
      .argument('<job>', 'id of the job; clientferry jobs lists them')
      .action((id: string) =>
        withStore(async (store) => {
          const before = await getJob(store, id);
          const { state } = await stopJob({ store, now: () => new Date() }, id);
          if (before.state !== state)
            await enterAudit(store, before.businessUid, 'job_stopped', id);
          if (before.state === state) print(`The job ${printable(id)} is over already (${state}).`);
          else print(`Stopped the job ${printable(id)}, which ${WHAT[before.kind]}.`);
        }),
      ),
  );
};

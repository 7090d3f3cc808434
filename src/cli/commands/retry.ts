import { createDeclareDeps } from '../../declare-deps.js';
import { createId } from '../../create-id.js';
import { listUnsettled } from '../../results/list-unsettled.js';
import { planRetry, stageRetry, startRetry, type RetryPlan } from '../../results/retry-import.js';
import { getSession } from '../../sessions/apply-event.js';
import { refuseForeignToken } from '../command-token.js';
import { confirm } from '../confirm.js';
import { commandWithExamples, withStore, type AddCommand } from '../context.js';
import { enterAudit } from '../enter-audit.js';
import { count, plural, print, printable, printJson, say } from '../output.js';
import { presentDeclared } from '../present-declared.js';

interface RetryOptions {
  unknown: boolean;
  stageOnly: boolean;
  dryRun: boolean;
  staff?: string;
  yes: boolean;
  json: boolean;
}

export const addRetry: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'retry',
      'Send those clients of an import again that failed or are missing in the CRM.',
      [
        'retry s_91be… --dry-run      # only what would be sent',
        'retry s_91be…',
        'retry s_91be… --unknown --yes',
      ],
    )
      .argument('<session>', 'id of any session of the import')
      .option(
        '--unknown',
        'those too of which nothing is known; the CRM may create those without e-mail twice',
        false,
      )
      .option('--stage-only', 'keep them as a batch and declare nothing', false)
      .option('--staff <uid>', 'the staff member behind the token, when it is another one')
      .option('--dry-run', 'only say what would be sent', false)
      .option('-y, --yes', 'do not ask', false)
      .option('--json', 'print the result as JSON', false)
      .action(runRetry),
  );
};

async function runRetry(id: string, options: RetryOptions): Promise<void> {
  await withStore(async (store, config) => {
    const { importId } = await getSession(store, id);
    const declaring = createDeclareDeps(config, store);
    const deps = {
      ...{ ...declaring, store, createBatchId: () => createId('b') },
      listUnsettled: (of: string) => listUnsettled(store, of),
    };
    const plan = await planRetry(deps, importId, options);
    if (options.dryRun || plan.clients === 0) {
      if (options.json) printJson('retry', plan);
      else presentPlan(plan, options, print);
      return;
    }
    presentPlan(plan, options, say);
    const choice = { unknown: options.unknown, confirmed: plan.clients };
    if (options.stageOnly) {
      const batch = await stageRetry(deps, importId, choice);
      await enterAudit(store, batch.businessUid, 'staging_started', batch.id);
      if (options.json) printJson('staged', { batch });
      else presentStaged(batch);
      return;
    }
    await refuseForeignToken(config, plan.batch.businessUid);
    await confirm(`Send ${plural(plan.clients, 'client')} to the CRM?`, options);
    const retried = await startRetry(deps, importId, { ...choice, staffUid: options.staff });
    await enterAudit(store, retried.session.businessUid, 'import_retried', retried.session.id);
    presentDeclared(retried, options.json);
  });
}

function presentStaged({ id, businessUid, counts }: RetryPlan['batch']): void {
  print(`Staged ${plural(counts.clients, 'client')} as the batch ${id}.`);
  print(`\nNext:\n  clientferry declare --business ${printable(businessUid)} --batch ${id}`);
}

function presentPlan(
  plan: RetryPlan,
  { unknown }: RetryOptions,
  write: (line: string) => void,
): void {
  write(`Failed     ${count(plan.failed)} by the CRM's own account`);
  write(`Missing    ${count(plan.missing)} looked for in the CRM and not found`);
  write(`Unknown    ${count(plan.unknown)} of which the CRM has said nothing`);
  write(`To send    ${plural(plan.clients, 'client')}${inParts(plan)}`);
  if (plan.clients > 0) presentConsequences(plan, unknown, write);
  if (!unknown && plan.unknown > 0)
    write(
      `\nThe unknown ones are left out. Look for them in the CRM first (clientferry reconcile ${plan.importId}), or add --unknown.`,
    );
  if (plan.rejects > 0)
    write(
      `\n${plural(plan.rejects, 'rejected record')} of the list never went over: mend them, then stage them.\n  clientferry rejects ${plan.batch.id} -o rejects.csv`,
    );
  for (const before of plan.earlierRetries)
    write(`\nThe import ${before} sent clients of this list again already.`);
}

const inParts = ({ parts }: RetryPlan): string =>
  parts > 1 ? ` in ${parts} imports, one after the other` : '';

function presentConsequences(
  { withEmail, withoutEmail, override }: RetryPlan,
  unknown: boolean,
  write: (line: string) => void,
): void {
  if (withEmail > 0)
    write(
      `  ${count(withEmail)} with e-mail: the CRM ${override ? 'overwrites' : 'skips'} those that it has, and creates the others`,
    );
  if (withoutEmail > 0)
    write(
      `  ${count(withoutEmail)} without e-mail: the CRM creates each of them${unknown ? ', even if it has them already' : ''}`,
    );
}

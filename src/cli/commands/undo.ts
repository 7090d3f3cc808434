import type { Config } from '../../config.js';
import { createId } from '../../create-id.js';
import { FerryError } from '../../errors.js';
import { createUndoCrm } from '../../host/undo-crm.js';
import { LIVE_JOB_STATES } from '../../jobs/job.js';
import type { Session } from '../../sessions/session.js';
import type { Store } from '../../store/store.js';
import { writeUndoFile } from '../../undo/list-undo.js';
import { planUndo } from '../../undo/plan-undo.js';
import { startUndo } from '../../undo/start-undo.js';
import { drawUpUndo, findUndo } from '../../undo/undo-account.js';
import { isUndo, type UndoJob } from '../../undo/undo-progress.js';
import { undoSteps } from '../../undo/undo-steps.js';
import { requireOwnToken } from '../command-token.js';
import { commandWithExamples, natural, withStore, type AddCommand } from '../context.js';
import { createCountDisplay } from '../count-display.js';
import { enterAudit } from '../enter-audit.js';
import { EXIT } from '../exit-codes.js';
import { followJob } from '../follow-job.js';
import { count, plural, printable, printJson, say } from '../output.js';
import { presentUndo, presentUndoPlan } from '../present-undo.js';
import { writeFileOf } from '../write-file.js';

interface UndoOptions {
  list: boolean;
  alsoChanged: boolean;
  confirm?: number;
  output?: string;
  json: boolean;
}

export const addUndo: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'undo',
      'Delete in the CRM the clients that an import created, after you have seen how many.',
      [
        'undo s_91be…                     # what would be deleted; changes nothing',
        'undo s_91be… --list -o undo.csv  # who would be',
        'undo s_91be… --confirm 1204      # deletes these 1,204',
      ],
    )
      .argument('<session>', 'id of any session of the import')
      .option('--list', 'also tell who was created, and who was overwritten', false)
      .option('--also-changed', 'delete those as well that were changed since the import', false)
      .option('--confirm <number>', 'how many clients you agree to delete', natural)
      .option('-o, --output <file>', 'write the list into this file, as CSV')
      .option('--json', 'print the result as JSON', false)
      .action((id: string, options: UndoOptions) =>
        withStore((store, config) => runUndo(store, config, id, options)),
      ),
  );
};

async function runUndo(
  store: Store,
  config: Config,
  id: string,
  options: UndoOptions,
): Promise<void> {
  const { importId, businessUid } = await findSession(store, id);
  const latest = await findUndo(store, importId);
  const isLive = LIVE_JOB_STATES.some((state) => state === latest?.state);
  if (options.confirm !== undefined) await requireOwnToken(config, businessUid);
  if (latest && isLive && options.confirm !== undefined) {
    await checkNumber(store, latest, options.confirm);
    say('An undo of this import is under way; going on with it.');
    return carryOut(store, config, latest, options);
  }
  const plan = await planUndo({ store }, importId);
  if (options.output !== undefined) {
    await writeFileOf(writeUndoFile(store, plan), options.output);
    await enterAudit(store, businessUid, 'results_downloaded', importId);
    say(`The list was written to ${printable(options.output)}.`);
  }
  if (options.confirm === undefined) {
    const account = latest && (await drawUpUndo(store, latest));
    return presentUndoPlan(store, { plan, account, id }, options);
  }
  const deps = { store, now: () => new Date(), createId: () => createId('j') };
  const { confirm, alsoChanged } = options;
  const job = await startUndo(deps, importId, { confirm, alsoChanged, staffUid: undefined });
  await enterAudit(store, businessUid, 'undo_started', importId);
  return carryOut(store, config, job, options);
}

/** Whoever goes on with an undo says its number as well. Throws `not_confirmed`. */
async function checkNumber(store: Store, job: UndoJob, confirm: number): Promise<void> {
  const { planned } = await drawUpUndo(store, job);
  if (confirm === planned) return;
  throw new FerryError(
    'not_confirmed',
    `An undo of this import is under way, of ${plural(planned, 'client')}, not ${count(confirm)}.`,
    { hint: `Go on with it by --confirm ${planned}, or end it: clientferry stop ${job.id}` },
  );
}

/** Before the hand-over there is nothing in the CRM to take away, which is said. Throws `session_not_found`. */
async function findSession(store: Store, id: string): Promise<Session> {
  const session = await store.findSession(id);
  if (session) return session;
  const isBatch = (await store.findBatch(id)) !== undefined;
  throw new FerryError(
    'session_not_found',
    isBatch ? `${id} is a batch, and an undo is of a session.` : `There is no session ${id}.`,
    {
      hint: isBatch
        ? `If it was never handed over: clientferry unstage ${id}; else clientferry sessions lists its sessions.`
        : 'clientferry sessions lists them; what was not handed over is removed by clientferry unstage <batch>.',
    },
  );
}

async function carryOut(
  store: Store,
  config: Config,
  job: UndoJob,
  { json }: UndoOptions,
): Promise<void> {
  const now = () => new Date();
  const crm = createUndoCrm(config.intandem);
  const steps = undoSteps({ store, now, crmFor: () => Promise.resolve(crm) });
  const display = createCountDisplay('Deleting');
  const ended = await followJob({ store, now }, job, steps, async (at) => {
    if (!isUndo(at)) return;
    const { planned, left } = await drawUpUndo(store, at);
    display.show(planned - left, planned);
  });
  display.end();
  const account = await drawUpUndo(store, { ...job, ...ended, progress: job.progress });
  if (json) printJson('undo', account);
  else presentUndo(account, job.importId ?? '');
  if (account.state === 'stopped') process.exitCode = EXIT.failure;
  else if (account.state !== 'done') process.exitCode = EXIT.interrupted;
}

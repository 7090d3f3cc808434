import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../config.js';
import { createId } from '../../create-id.js';
import { FerryError } from '../../errors.js';
import { createUndoCrm } from '../../host/undo-crm.js';
import { LIVE_JOB_STATES } from '../../jobs/job.js';
import type { Store } from '../../store/store.js';
import { listUndo, writeUndoFile, type UndoLine } from '../../undo/list-undo.js';
import { countToDelete, planUndo, type UndoPlan } from '../../undo/plan-undo.js';
import { startUndo } from '../../undo/start-undo.js';
import { drawUpUndo, findUndo, type UndoAccount } from '../../undo/undo-account.js';
import { isUndo, type UndoJob } from '../../undo/undo-progress.js';
import { undoSteps } from '../../undo/undo-steps.js';
import { commandWithExamples, natural, withStore, type AddCommand } from '../context.js';
import { createCountDisplay } from '../count-display.js';
import { EXIT } from '../exit-codes.js';
import { followJob } from '../follow-job.js';
import { count, plural, print, printable, printJson, printTable, say } from '../output.js';

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
  const importId = await findImport(store, id);
  const latest = await findUndo(store, importId);
  const isLive = LIVE_JOB_STATES.some((state) => state === latest?.state);
  if (latest && isLive && options.confirm !== undefined) {
    say('An undo of this import is under way; going on with it.');
    return carryOut(store, config, latest, options);
  }
  const plan = await planUndo({ store }, importId);
  if (options.output !== undefined) await writeList(store, plan, options.output);
  if (options.confirm === undefined) {
    const account = latest && (await drawUpUndo(store, latest));
    return presentPlan(store, { plan, account, id }, options);
  }
  const deps = { store, now: () => new Date(), createId: () => createId('j') };
  const { confirm, alsoChanged } = options;
  const job = await startUndo(deps, importId, { confirm, alsoChanged, staffUid: undefined });
  return carryOut(store, config, job, options);
}

/** Before the hand-over there is nothing in the CRM to take away, which is said. Throws `session_not_found`. */
async function findImport(store: Store, id: string): Promise<string> {
  const session = await store.findSession(id);
  if (session) return session.importId;
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
  else presentAccount(account, job.importId ?? '');
  if (account.state === 'stopped') process.exitCode = EXIT.failure;
  else if (account.state !== 'done') process.exitCode = EXIT.interrupted;
}

async function writeList(store: Store, plan: UndoPlan, path: string): Promise<void> {
  try {
    await pipeline(Readable.from(writeUndoFile(store, plan)), createWriteStream(path));
  } catch (cause) {
    if (cause instanceof FerryError) throw cause;
    throw new FerryError('file_unreadable', `The file ${path} cannot be written.`, {
      hint: 'Check the folder and its permissions.',
      cause,
    });
  }
  say(`The list was written to ${printable(path)}.`);
}

interface Planned {
  plan: UndoPlan;
  /** Of the latest undo of the import. */
  account: UndoAccount | undefined;
  id: string;
}

async function presentPlan(
  store: Store,
  { plan, account, id }: Planned,
  options: UndoOptions,
): Promise<void> {
  const { list, alsoChanged, json } = options;
  if (json) {
    const clients = list ? await gather(listUndo(store, plan)) : undefined;
    printJson('undo', { plan, account: account ?? null, ...(clients && { clients }) });
    return;
  }
  if (list) await printList(store, plan);
  print(`Created        ${count(plan.created)} by this import, and not changed since`);
  print(
    `Changed since  ${count(plan.changedSince)} created by this import; kept unless --also-changed`,
  );
  print(
    `Overwritten    ${count(plan.overridden)} were there before; they stay${valuesBefore(plan)}`,
  );
  print(`Left alone     ${count(plan.leftAlone)} were there before and were not touched`);
  print(
    `Unknown        ${count(plan.unknown)} are there, and it is not known who created them; they stay`,
  );
  print(`Not there      ${count(plan.missing)}`);
  if (plan.takenBack > 0) print(`Taken back     ${count(plan.takenBack)} by an earlier undo`);
  if (account) presentAccount(account, id);
  const number = countToDelete(plan, alsoChanged);
  if (number === 0) print('\nThere is nothing to delete.');
  else
    print(
      `\nNothing was changed. To delete ${plural(number, 'client')} in the CRM:\n  clientferry undo ${id}${alsoChanged ? ' --also-changed' : ''} --confirm ${number}`,
    );
}

const valuesBefore = ({ overridden, overriddenKnown }: UndoPlan): string =>
  overridden === 0 ? '' : `, and of ${count(overriddenKnown)} the values before are known (--list)`;

async function gather(lines: AsyncIterable<UndoLine>): Promise<UndoLine[]> {
  const all: UndoLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

async function printList(store: Store, plan: UndoPlan): Promise<void> {
  const lines = await gather(listUndo(store, plan));
  printTable(
    ['number', 'external id', 'name', 'what the import did', 'values before'],
    lines.map(({ seq, externalId = '', name, deed, before = [] }) => [
      ...[seq, externalId, name, deed.replace('_', ' ')],
      before.map(({ key, theirs }) => `${key}: ${theirs}`).join('; '),
    ]),
  );
  print();
}

function presentAccount(account: UndoAccount, id: string): void {
  const { state, problem, planned, deleted, gone, keptChanged, keptNotOurs, refused, left } =
    account;
  print(`\nThe undo of ${account.startedAt}: ${state}`);
  if (problem !== undefined) print(`  ${printable(problem)}`);
  print(`  ${count(deleted)} of ${plural(planned, 'client')} deleted`);
  const others: [number, string][] = [
    [gone, 'were not there any more'],
    [keptChanged, 'kept: changed since the import'],
    [keptNotOurs, 'kept: they do not look as if the import had created them'],
    [refused, 'refused by the CRM'],
    [left, 'left'],
  ];
  for (const [number, what] of others) if (number > 0) print(`  ${count(number)} ${what}`);
  if (state === 'running' || state === 'waiting')
    print(
      `\nThe running app goes on with it, or you do: clientferry undo ${id} --confirm ${planned}`,
    );
}

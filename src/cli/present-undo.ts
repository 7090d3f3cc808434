import type { Store } from '../store/store.js';
import { listUndo, type UndoLine } from '../undo/list-undo.js';
import { countToDelete, type UndoPlan } from '../undo/plan-undo.js';
import type { UndoAccount } from '../undo/undo-account.js';
import { count, plural, print, printable, printJson } from './output.js';
import { printTable } from './print-table.js';

/** An undo as it could be carried out. */
export interface PlannedUndo {
  plan: UndoPlan;
  /** Of the latest undo of the import. */
  account: UndoAccount | undefined;
  id: string;
}

/** Prints what an undo would do, and how to say that it should. */
export async function presentUndoPlan(
  store: Store,
  { plan, account, id }: PlannedUndo,
  options: { list: boolean; alsoChanged: boolean; json: boolean; output?: string },
): Promise<void> {
  const { list, alsoChanged, json, output } = options;
  if (json) {
    const clients = list ? await gather(listUndo(store, plan)) : undefined;
    printJson('undo', { plan, account: account ?? null, ...(clients && { clients }) });
    return;
  }
  if (list && output === undefined) await printList(store, plan);
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
  if (account) presentUndo(account, id);
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

/** Prints how an undo went, or goes. */
export function presentUndo(account: UndoAccount, id: string): void {
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

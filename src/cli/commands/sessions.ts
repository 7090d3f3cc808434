import {
  drawUpAccount,
  listTroubledPolls,
  type SessionAccount,
} from '../../results/session-account.js';
import { drawUpImport } from '../../results/draw-up-import.js';
import type { ImportAccount } from '../../results/import-account.js';
import { getSession } from '../../sessions/apply-event.js';
import { cancelSession } from '../../sessions/declare.js';
import {
  clientCount,
  stateAt,
  type LedgerEntry,
  type SessionState,
} from '../../sessions/session.js';
import { commandWithExamples, withStore, type AddCommand } from '../context.js';
import { enterAudit } from '../enter-audit.js';
import { count, plural, print, printable, printJson, say } from '../output.js';
import { printTable } from '../print-table.js';
import { resultsLine } from '../present-import.js';

const MEANING: Record<SessionState, string> = {
  prepared: 'written down, the CRM has not answered yet',
  declared: 'accepted by the CRM, which has not asked for a page yet',
  unknown: 'it is not known whether the CRM accepted it; its pages are served',
  serving: 'the CRM is pulling pages',
  stalled: 'the CRM has not asked for a while; it may go on at any time',
  closed: 'handed over whole, closed by the CRM',
  closed_early: 'closed by the CRM before everything was handed over',
  failed: 'refused by the CRM; nothing was handed over',
  cancelled: 'ended by a person',
};

/** States after which nothing more comes by itself, although not everything was handed over. */
const FAILED_PARTS = new Set<SessionState>(['closed_early', 'failed', 'cancelled']);

export const addSessions: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('sessions', 'List sessions, newest first.', [
      'sessions',
      'sessions --business b1 --json',
    ])
      .option('--business <uid>', 'only those of one business')
      .option('--json', 'print the result as JSON', false)
      .action(({ business, json }: { business?: string; json: boolean }) =>
        withStore(async (store, { quietMs }) => {
          const now = new Date();
          const sessions = (await store.listSessions(business)).map((session) => ({
            ...session,
            state: stateAt(session, now, quietMs),
          }));
          if (json) printJson('sessions', sessions);
          else if (sessions.length === 0)
            say(
              'There are no sessions; declare a batch first: clientferry declare --business <uid> --batch <id>',
            );
          else {
            printTable(
              ['session', 'business', 'batch', 'state', 'clients', 'created at'],
              sessions.map((s) => [
                s.id,
                s.businessUid,
                s.batchId,
                s.state,
                count(s.lastSeq - s.firstSeq + 1),
                s.createdAt,
              ]),
            );
          }
        }),
      ),
  );
};

export const addSession: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'session',
      'Show one session: its state, what was handed over, and every answer that was not plain.',
      ['session s_91be…'],
    )
      .argument('<session>', 'id of the session')
      .option('--json', 'print the result as JSON', false)
      .action((id: string, { json }: { json: boolean }) =>
        withStore(async (store, { quietMs }) => {
          const options = { now: new Date(), quietMs };
          const session = await getSession(store, id);
          const account = await drawUpAccount(store, session, options);
          const troubled = await listTroubledPolls(store, id);
          const whole = await drawUpImport(store, session, options);
          const { results, missing } = whole;
          if (json) printJson('session', { ...account, troubled, results, missing });
          else presentAccount(account, troubled, whole);
        }),
      ),
  );
};

function presentAccount(
  { session, state, clients, handedOver, polls }: SessionAccount,
  troubled: readonly LedgerEntry[],
  whole: ImportAccount,
): void {
  print(`Session      ${session.id}`);
  print(`Business     ${printable(session.businessUid)}`);
  print(`Batch        ${session.batchId}`);
  if (session.parts > 1)
    print(`Part         ${session.part} of ${session.parts} of the import ${session.importId}`);
  print(`State        ${state}: ${MEANING[state]}`);
  print(
    `Handed over  ${count(handedOver)} of ${plural(clients, 'client')} in ${plural(polls, 'poll')}`,
  );
  if (session.hostSessionId !== undefined)
    print(`CRM's id     ${printable(session.hostSessionId)}`);
  print(`Declared     ${session.declaredAt ?? 'not yet'}`);
  print(`Last poll    ${session.lastPolledAt ?? 'none yet'}`);
  print(`Closed       ${session.closedAt ?? 'not yet'}`);
  if (session.problem !== undefined) print(`Problem      ${printable(session.problem)}`);
  for (const flag of session.flags) print(`Flag         ${printable(flag)}`);
  for (const { polledAt, page, status, sentWhole } of troubled) {
    print(`Answer       page ${page} at ${polledAt}: ${status}${sentWhole ? '' : ', broken off'}`);
  }
  print(
    `Results      ${resultsLine(whole)}${session.parts > 1 ? `, over all ${session.parts} parts` : ''}`,
  );
  if (whole.goesOn) print(`\nThe running app begins the next part by itself.`);
  if (
    (FAILED_PARTS.has(state) || session.endsHere === true) &&
    whole.sessions.at(-1)?.id === session.id
  )
    print(`\nTo go on by hand:\n  clientferry continue ${session.id}`);
  if (state === 'closed')
    print(
      `\nHanded over is not yet imported; what became of the clients:\n  clientferry results ${session.id}`,
    );
}

export const addCancel: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'cancel',
      'End an open session; its pages are no longer served. Between two parts it ends the import.',
      ['cancel s_91be…'],
    )
      .argument('<session>', 'id of the session')
      .action((id: string) =>
        withStore(async (store) => {
          const session = await cancelSession({ store, now: () => new Date() }, id);
          await enterAudit(store, session.businessUid, 'import_cancelled', id);
          if (session.state === 'cancelled')
            print(`Cancelled the session ${id} of ${plural(clientCount(session), 'client')}.`);
          else print(`Ended the import ${session.importId} after part ${session.part}.`);
          print('What the CRM has pulled already it keeps.');
          if (session.part < session.parts)
            print(`No further part begins by itself; to go on: clientferry continue ${id}`);
        }),
      ),
  );
};

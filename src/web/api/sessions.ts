import { getSessionOf } from '../../sessions/of-business.js';
import { cancelSession } from '../../sessions/declare.js';
import { isOpen, stateAt, type Session } from '../../sessions/session.js';
import { startImport } from '../../sessions/start-import.js';
import type { Identity } from '../../sign-in/identity.js';
import type { ApiDeps } from './api-deps.js';
import { presentDeclared, presentNow } from './present-declared.js';
import { refuseOthers } from './refuse-others.js';
import { events, json, route, type ApiRoute } from './route.js';
import { watch, type Look } from './watch.js';
import * as wire from './wire.js';

export function sessionRoutes(deps: ApiDeps): ApiRoute[] {
  const { store } = deps;
  const get = (who: Identity, id: string) => getSessionOf(store, who.businessUid, id);
  return [
    route({
      method: 'get',
      path: '/sessions',
      summary: 'The imports of the business, newest first',
      role: 'view',
      answers: json(wire.sessions),
      handle: async ({ who }) => {
        const sessions = await store.listSessions(who.businessUid);
        return { sessions: await Promise.all(sessions.map((one) => presentNow(deps, one))) };
      },
    }),
    route({
      method: 'post',
      path: '/sessions',
      summary: 'Declare an import to the CRM, which then begins to pull it',
      role: 'import',
      body: wire.sessionRequest,
      answers: json(wire.sessionStarted, 201),
      audit: 'import_declared',
      subject: ({ session }) => session.uid,
      handle: async ({ who, body }) => {
        const { session, warnings } = await startImport(deps, who, {
          batchId: body.batch_uid,
          draftId: body.draft_uid,
          override: body.override,
          sendEmail: body.send_email,
          rejects: body.rejects,
          inParts: body.parts ?? false,
          wipeWhenDone: body.wipe_when_done ?? deps.keeping.wipeWhenDone,
        });
        return presentDeclared(deps, { session, warnings });
      },
    }),
    route({
      method: 'get',
      path: '/sessions/{uid}',
      summary: 'One import',
      role: 'view',
      answers: json(wire.session),
      handle: async ({ who, params }) => presentNow(deps, await get(who, params.uid)),
    }),
    route({
      method: 'get',
      path: '/sessions/{uid}/events',
      summary: 'One import whenever it changes, until it is over',
      role: 'view',
      answers: events(wire.session),
      handle: async ({ who, params, signal }) => {
        await get(who, params.uid);
        const look = createLook(deps, () => get(who, params.uid));
        return watch(look, { everyMs: deps.limits.eventsEveryMs, signal });
      },
    }),
    route({
      method: 'post',
      path: '/sessions/{uid}/cancel',
      summary: 'End an import; its pages are no longer served',
      role: 'import',
      answers: json(wire.session),
      audit: 'import_cancelled',
      handle: async ({ who, params }) => {
        const { staffUid } = await get(who, params.uid);
        refuseOthers(who, staffUid, {
          message: 'This import was started by somebody else.',
          hint: 'Ask them, or an administrator of your account, to cancel it.',
        });
        return presentNow(deps, await cancelSession(deps, params.uid));
      },
    }),
  ];
}

/** An account is counted from all that was sent, so it is drawn up anew only when the session has moved or was polled. */
function createLook(
  deps: ApiDeps,
  get: () => Promise<Session>,
): () => Promise<Look<wire.SessionWire>> {
  let seen: string | undefined;
  let value: wire.SessionWire | undefined;
  return async () => {
    const session = await get();
    const state = stateAt(session, deps.now(), deps.quietMs);
    const now = JSON.stringify([session, state, await deps.store.countPolls(session.id)]);
    if (!value || now !== seen) value = await presentNow(deps, session);
    seen = now;
    return { value, isOver: isSettled(session, deps.now()) };
  };
}

/** The last page may complete the hand-over after the CRM has closed it (promises R39). */
const LATE_MS = 3_000;

function isSettled(session: Session, now: Date): boolean {
  if (session.state !== 'closed_early') return !isOpen(session);
  return now.getTime() - Date.parse(session.closedAt ?? session.createdAt) > LATE_MS;
}

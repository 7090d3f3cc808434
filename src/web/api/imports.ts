import type { Session } from '../../sessions/session.js';
import type { Identity } from '../../sign-in/identity.js';
import { createImportBriefs } from './import-briefs.js';
import type { ApiDeps } from './api-deps.js';
import { gatherImport, isSettled } from './import-facts.js';
import { presentImport, presentPages } from './present-import.js';
import { events, json, route, type ApiRoute } from './route.js';
import { watch } from './watch.js';
import * as wire from './wire-results.js';

/** Imports as a whole: over all their parts, with what became of their clients. */
export function importRoutes(deps: ApiDeps): ApiRoute[] {
  const briefs = createImportBriefs(deps);
  return [
    route({
      method: 'get',
      path: '/imports',
      summary: 'The imports of the business with what became of their clients, newest first',
      role: 'view',
      query: wire.importsQuery,
      answers: json(wire.imports),
      handle: async ({ who, query }) => {
        const latest = await listLatestSessions(deps, who);
        const older = olderThan(latest, query.before);
        const page = older.slice(0, query.limit);
        return {
          imports: await Promise.all(page.map(briefs)),
          next_before: older.length > page.length ? (page.at(-1)?.importId ?? null) : null,
        };
      },
    }),
    route({
      method: 'get',
      path: '/imports/{uid}',
      summary: 'What became of every client of an import, over all its parts',
      role: 'view',
      answers: json(wire.importAccount),
      handle: async ({ who, params }) => presentImport(await gatherImport(deps, who, params.uid)),
    }),
    route({
      method: 'get',
      path: '/imports/{uid}/events',
      summary: 'The same whenever it changes, until nothing does any more',
      role: 'view',
      answers: events(wire.importAccount),
      handle: async ({ who, params, signal }) => {
        await gatherImport(deps, who, params.uid);
        const look = async () => {
          const facts = await gatherImport(deps, who, params.uid);
          return { value: presentImport(facts), isOver: isSettled(facts, deps) };
        };
        return watch(look, { everyMs: deps.limits.eventsEveryMs, signal });
      },
    }),
    route({
      method: 'get',
      path: '/imports/{uid}/pages',
      summary: 'What the CRM reported of each page',
      role: 'view',
      answers: json(wire.importPages),
      handle: async ({ who, params }) => {
        const { account } = await gatherImport(deps, who, params.uid);
        return { pages: presentPages(account) };
      },
    }),
  ];
}

/** One session of each import, newest imports first. */
async function listLatestSessions({ store }: ApiDeps, who: Identity): Promise<Session[]> {
  const latest = new Map<string, Session>();
  for (const session of await store.listSessions(who.businessUid))
    if (!latest.has(session.importId)) latest.set(session.importId, session);
  return [...latest.values()];
}

/** The rest of a list that is newest first after one import; nothing when that one is gone. */
function olderThan(latest: readonly Session[], before: string | undefined): Session[] {
  if (before === undefined) return [...latest];
  const at = latest.findIndex(({ importId }) => importId === before);
  return at === -1 ? [] : latest.slice(at + 1);
}

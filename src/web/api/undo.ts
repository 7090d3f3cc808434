import { getSessionOf } from '../../sessions/of-business.js';
import { notConnected } from '../../sessions/declare-for.js';
import { writeUndoFile } from '../../undo/list-undo.js';
import { planUndo, type UndoPlan } from '../../undo/plan-undo.js';
import { startUndo } from '../../undo/start-undo.js';
import { getUndoScope } from '../../undo/undo-scope.js';
import { walkDeeds } from '../../undo/walk-deeds.js';
import type { ApiDeps } from './api-deps.js';
import { nameOf, textOf } from '../../results/client-text.js';
import { stemOf } from './file-names.js';
import { presentJob } from './present-job.js';
import { csv, json, route, type ApiRoute } from './route.js';
import * as wire from './wire-results.js';

/** Taking an import back: deleting in the CRM what it created there. */
export function undoRoutes(deps: ApiDeps): ApiRoute[] {
  const { store } = deps;
  return [
    route({
      method: 'get',
      path: '/imports/{uid}/undo',
      summary: 'What taking an import back would delete in the CRM, and what stays',
      role: 'admin',
      answers: json(wire.undoPlan),
      handle: async ({ who, params }) => {
        const { importId } = await getSessionOf(store, who.businessUid, params.uid);
        const plan = await planUndo(deps, importId);
        return {
          created: plan.created,
          changed_since: plan.changedSince,
          overridden: plan.overridden,
          overridden_known: plan.overriddenKnown,
          unknown: plan.unknown,
          clients: await listFirst(deps, plan),
        };
      },
    }),
    route({
      method: 'get',
      path: '/imports/{uid}/undo.csv',
      summary: 'Whom the import created or overwrote, with the values before where they are known',
      role: 'admin',
      answers: csv,
      audit: 'results_downloaded',
      handle: async ({ who, params }) => {
        const { importId } = await getSessionOf(store, who.businessUid, params.uid);
        const scope = await getUndoScope(store, importId);
        const batch = await store.findBatch(scope.batchId);
        const name = `undo-${stemOf(batch?.files[0]?.name ?? importId)}.csv`;
        return { name, text: writeUndoFile(store, scope) };
      },
    }),
    route({
      method: 'post',
      path: '/imports/{uid}/undo',
      summary: 'Begin to delete in the CRM what an import created',
      role: 'admin',
      body: wire.undoRequest,
      answers: json(wire.job, 202),
      audit: 'undo_started',
      handle: async ({ who, params, body }) => {
        const { importId } = await getSessionOf(store, who.businessUid, params.uid);
        if ((await deps.signIn.hostTokenOf(who)) === undefined) throw notConnected();
        const job = await startUndo({ ...deps, createId: deps.createJobId }, importId, {
          confirm: body.confirm,
          alsoChanged: body.also_changed,
          staffUid: who.staffUid,
        });
        deps.onJob();
        return presentJob(job);
      },
    }),
  ];
}

/** As many as a person looks through. */
const MOST_LISTED = 100;

/** The first of those that would be deleted, in the order of the list. */
async function listFirst(
  { store }: ApiDeps,
  plan: UndoPlan,
): Promise<wire.UndoPlanWire['clients']> {
  const clients: wire.UndoPlanWire['clients'] = [];
  for await (const { seq, deed } of walkDeeds(store, plan)) {
    if (deed !== 'created' && deed !== 'changed_since') continue;
    const { json: text = '{}' } = (await store.readOrigin(plan.batchId, seq)) ?? {};
    const client = JSON.parse(text) as Record<string, unknown>;
    clients.push({
      external_id: textOf(client, 'external_id') ?? null,
      name: nameOf(client),
      changed: deed === 'changed_since',
    });
    if (clients.length === MOST_LISTED) break;
  }
  return clients;
}

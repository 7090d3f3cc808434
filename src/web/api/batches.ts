import { z } from 'zod';
import { FerryError } from '../../errors.js';
import { getBatchOf } from '../../sessions/of-business.js';
import { layoutsOf, writeRejectsFile } from '../../results/rejects-file.js';
import { removeBatch } from '../../retention/remove-batch.js';
import { notConnected } from '../../sessions/declare-for.js';
import { planDeclaration } from '../../sessions/plan.js';
import type { Identity } from '../../sign-in/identity.js';
import type { Batch } from '../../staging/batch.js';
import type { ApiDeps } from './api-deps.js';
import { stemOf } from './file-names.js';
import { presentBatch } from './present-batch.js';
import { presentProblem } from './present-problem.js';
import { csv, json, nothing, route, type ApiRoute } from './route.js';
import * as wire from './wire.js';

export function batchRoutes(deps: ApiDeps): ApiRoute[] {
  const { store } = deps;
  return [
    route({
      method: 'get',
      path: '/batches',
      summary: 'What was staged for the business, newest first',
      role: 'view',
      answers: json(wire.batches),
      handle: async ({ who }) => {
        const sessions = await store.listSessions(who.businessUid);
        const batches = await store.listBatches(who.businessUid);
        return { batches: batches.map((batch) => presentBatch(batch, sessions)) };
      },
    }),
    route({
      method: 'get',
      path: '/batches/{uid}',
      summary: 'One batch: the account of a staging',
      role: 'view',
      answers: json(wire.batch),
      handle: async ({ who, params }) => {
        const batch = await getBatchOf(store, who.businessUid, params.uid);
        return presentBatch(batch, await store.listSessions(who.businessUid));
      },
    }),
    route({
      method: 'delete',
      path: '/batches/{uid}',
      summary: 'Remove a batch and everything that was staged with it',
      role: 'admin',
      answers: nothing,
      audit: 'batch_removed',
      handle: async ({ who, params }) => {
        const batch = await getBatchOf(store, who.businessUid, params.uid);
        await removeBatch({ store, now: deps.now, by: undefined }, batch);
        await store.leaveNoTrace();
        return undefined;
      },
    }),
    route({
      method: 'get',
      path: '/batches/{uid}/plan',
      summary: 'What importing a batch would do',
      role: 'view',
      answers: json(wire.plan),
      handle: ({ who, params }) => plan(deps, who, params.uid),
    }),
    route({
      method: 'get',
      path: '/batches/{uid}/rejects.csv',
      summary:
        'The rejected records as they stood, with what is wrong; a batch of several layouts has one file for each',
      role: 'view',
      query: z.object({ layout: z.string().max(100).optional() }),
      answers: csv,
      audit: 'rejects_downloaded',
      handle: async ({ who, params, query }) => {
        const batch = await getBatchOf(store, who.businessUid, params.uid);
        const layout = chooseLayout(batch, query.layout);
        const name = `rejects-${stemOf(batch.files[0]?.name ?? batch.id)}.csv`;
        return { name, text: writeRejectsFile(store, batch, layout) };
      },
    }),
  ];
}

const DAY_MS = 24 * 60 * 60_000;

async function plan(deps: ApiDeps, who: Identity, batchId: string): Promise<wire.PlanWire> {
  const { store, now, quietMs, drafts, signIn } = deps;
  const listFields = () => drafts.listFields(who);
  const planned = await planDeclaration(
    { store, now, quietMs, listFields },
    { businessUid: who.businessUid, batchId, inParts: true },
  );
  const isConnected = (await signIn.hostTokenOf(who)) !== undefined;
  const obstacle = planned.obstacle ?? (isConnected ? undefined : notConnected());
  return {
    clients: planned.batch.counts.clients,
    rejected: planned.batch.counts.rejected,
    mode: planned.batch.mode,
    upload_type: planned.uploadType,
    mapping: planned.mapping,
    unknown_fields: planned.unknownToHost ?? null,
    unrecognisable: planned.isUnrecognisable,
    not_imported: listNotImported(planned.batch),
    parts: planned.parts,
    kept_days: Math.round(deps.keeping.retentionMs / DAY_MS),
    wipe_when_done: deps.keeping.wipeWhenDone,
    obstacle: presentProblem(obstacle),
  };
}

/** Files of several layouts have too little in common for one table. Throws `usage`, `profile_unknown`. */
function chooseLayout(batch: Batch, wanted: string | undefined): string | undefined {
  const layouts = layoutsOf(batch);
  if (wanted === undefined && layouts.length > 1) {
    throw new FerryError('usage', 'The files of this batch are of several layouts.', {
      hint: `Add ?layout= and one of: ${layouts.join(', ')}.`,
    });
  }
  if (wanted !== undefined && !layouts.includes(wanted)) {
    throw new FerryError('profile_unknown', 'No file of this batch is of that layout.', {
      hint: `It has ${layouts.join(', ')}.`,
    });
  }
  return wanted;
}

/** Header texts of the columns that feed no field; a text that several files have comes once. */
function listNotImported({ files }: Batch): string[] {
  const columns = files.flatMap((file) => file.columns);
  return [...new Set(columns.filter(({ field }) => field === undefined).map((one) => one.column))];
}

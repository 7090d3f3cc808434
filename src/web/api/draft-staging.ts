import type { Draft } from '../../drafts/draft.js';
import { cancelStaging } from '../../drafts/cancel-staging.js';
import { getDraft } from '../../drafts/get-draft.js';
import { startStaging } from '../../drafts/start-staging.js';
import { understandDraft, type UnderstoodSource } from '../../drafts/understand-draft.js';
import type { Identity } from '../../sign-in/identity.js';
import type { ApiDeps } from './api-deps.js';
import { presentDraft, presentUnderstood } from './present-draft.js';
import { events, json, route, type ApiRoute } from './route.js';
import { watch, type Look } from './watch.js';
import * as wire from './wire.js';

export function draftStagingRoutes({ drafts, limits }: ApiDeps): ApiRoute[] {
  return [
    route({
      method: 'post',
      path: '/drafts/{uid}/stage',
      summary: 'Begin to check a draft: stage its files into a batch',
      role: 'import',
      answers: json(wire.draft, 202),
      audit: 'staging_started',
      handle: async ({ who, params }) =>
        presentDraft(drafts, who, await startStaging(drafts, who, params.uid)),
    }),
    route({
      method: 'delete',
      path: '/drafts/{uid}/stage',
      summary: 'Stop checking a draft',
      role: 'import',
      answers: json(wire.draft),
      audit: 'staging_cancelled',
      handle: async ({ who, params }) =>
        presentDraft(drafts, who, await cancelStaging(drafts, who, params.uid)),
    }),
    route({
      method: 'get',
      path: '/drafts/{uid}/events',
      summary: 'A draft whenever it changes, until its staging is over',
      role: 'view',
      answers: events(wire.draft),
      handle: async ({ who, params, signal }) => {
        await getDraft(drafts, who, params.uid);
        const look = createLook(drafts, who, params.uid);
        return watch(look, { everyMs: limits.eventsEveryMs, signal });
      },
    }),
  ];
}

/** While a draft is staged nothing else about it changes, so its tables are understood once, and again at the end. */
function createLook(
  drafts: ApiDeps['drafts'],
  who: Identity,
  id: string,
): () => Promise<Look<wire.DraftWire>> {
  let understood: UnderstoodSource[] | undefined;
  const isRunning = ({ staging }: Draft) => staging?.state === 'running';
  return async () => {
    const draft = await getDraft(drafts, who, id);
    if (!understood || !isRunning(draft)) understood = await understandDraft(drafts, who, draft);
    return { value: presentUnderstood(draft, understood), isOver: !isRunning(draft) };
  };
}

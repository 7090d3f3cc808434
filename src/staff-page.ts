import { fileURLToPath } from 'node:url';
import type { Router } from 'express';
import { actInPerson } from './acting-staff.js';
import type { Task } from './background.js';
import type { Config } from './config.js';
import { createId } from './create-id.js';
import { createPreflightDeps } from './create-preflight.js';
import type { DraftDeps } from './drafts/draft-deps.js';
import { sweepDrafts } from './drafts/sweep-drafts.js';
import { BusinessFieldsCache } from './host/business-fields-cache.js';
import { createHostClient } from './host/host-client.js';
import { createHostKeys } from './host/host-keys.js';
import { createIdentityHost } from './host/identity-host.js';
import type { RateLimits } from './host/rate-limit.js';
import type { Logger } from './logger.js';
import { loadProfiles } from './profiles/load-profiles.js';
import type { DeclaringHost } from './sessions/declare.js';
import type { Identity } from './sign-in/identity.js';
import { createSignIn, type SignIn } from './sign-in/sign-in.js';
import type { Store } from './store/store.js';
import { API_LIMITS } from './web/api/api-deps.js';
import { createApi } from './web/api/api.js';
import { describeError } from './describe-error.js';
import { logMissingAudit } from './web/error-handler.js';
import type { StaffRoutesDeps } from './web/staff-routes.js';
import { createWorkers } from './workers.js';

/** Where the build puts the page; the same from `src` and from `dist`. */
const PAGE_FOLDER = fileURLToPath(new URL('../dist/page', import.meta.url));

const MAX_FILES = 20;
const SWEEP_EVERY_MS = 60 * 60_000;

const now = () => new Date();

/** What the web edge serves to staff, and its end. */
export interface StaffPage extends Pick<StaffRoutesDeps, 'signIn' | 'page'> {
  api: Router;
  /** What is to be done for it now and again. */
  tasks: Task[];
  /** Ends stagings that run, and waits until they have. */
  close(): Promise<void>;
}

export interface StaffPageOptions {
  publicUrl: () => string;
  logger: Logger;
  /** How often the CRM is asked, for each business in one. */
  rates: RateLimits;
  /** Told of work on the CRM that is to begin now. */
  onJob?: () => void;
}

/** Builds everything behind the staff page. `publicUrl` is asked only once requests come. */
export function createStaffPage(
  config: Config,
  store: Store,
  { publicUrl, logger, rates, onJob = () => undefined }: StaffPageOptions,
): StaffPage {
  const publicOrigin =
    config.publicUrl === undefined ? undefined : new URL(config.publicUrl).origin;
  const signIn = createStaffSignIn(config, store, { publicUrl, logger });
  const hostFor = createHostFor(config, signIn);
  const onInternal = (error: unknown) => {
    logger.error('work on a draft failed', describeError(error));
  };
  const workers = createWorkers(config, { onInternal });
  const goingOn = new Set<Promise<void>>();
  const onGoingOn = (work: Promise<void>) => {
    goingOn.add(work);
    void work.finally(() => goingOn.delete(work));
  };
  const drafts = createDraftDeps(config, store, { ...workers, onInternal, onGoingOn }, hostFor);
  const api = createApi({
    ...{ store, drafts, signIn, now, publicOrigin, logger },
    declare: async (who) => ({
      ...{ store, now, quietMs: config.quietMs },
      host: await hostFor(who),
      createId: () => createId('s'),
    }),
    preflight: async (who) =>
      createPreflightDeps(config, store, {
        staff: await actInPerson(signIn, who),
        manner: { rate: rates.of(who.businessUid) },
      }),
    createJobId: () => createId('j'),
    onJob,
    quietMs: config.quietMs,
    keeping: config,
    limits: API_LIMITS,
  });
  return {
    signIn: { signIn, publicUrl, publicOrigin },
    page: { pageFolder: PAGE_FOLDER, frameAncestors: config.frameAncestors },
    api,
    tasks: [createSweeping(drafts, store)],
    async close() {
      workers.close();
      await Promise.all(goingOn);
    },
  };
}

function createStaffSignIn(
  config: Config,
  store: Store,
  { publicUrl, logger }: { publicUrl: () => string; logger: Logger },
): SignIn {
  const { brandHosts, roles, tokenKey, intandem } = config;
  return createSignIn({
    store,
    host: createIdentityHost(intandem),
    keys: createHostKeys({ ...intandem, nowMs: () => performance.now() }),
    now,
    settings: { publicUrl, ...intandem, brandHosts, roles, tokenKey },
    onAuditMissing: (error) => {
      logMissingAudit(logger, error);
    },
  });
}

/** The host as a staff member is known to it; the token of the configuration is for the command line alone. */
function createHostFor(
  { intandem }: Config,
  signIn: SignIn,
): (who: Identity) => Promise<DeclaringHost> {
  return async (who) => createHostClient(intandem, await actInPerson(signIn, who));
}

function createDraftDeps(
  config: Config,
  store: Store,
  work: Pick<DraftDeps, 'inspectFile' | 'inTurn' | 'stage' | 'onInternal' | 'onGoingOn'>,
  hostFor: (who: Identity) => Promise<DeclaringHost>,
): DraftDeps {
  const kept = new BusinessFieldsCache(() => performance.now());
  const { inspectFile, inTurn, stage, onInternal, onGoingOn } = work;
  const { reading, matters, draftMs, uploadMaxBytes } = config;
  return {
    ...{ store, inspectFile, inTurn, stage, onInternal, onGoingOn, createId, now },
    profiles: loadProfiles(),
    listFields: (who) =>
      kept.get(JSON.stringify([who.businessUid, who.staffUid]), async () =>
        (await hostFor(who)).listFields(),
      ),
    settings: { reading, matters, draftMs, uploadMaxBytes, maxFiles: MAX_FILES },
  };
}

/** Clears away what is over. */
const createSweeping = (drafts: DraftDeps, store: Store): Task => ({
  name: 'sweeping',
  everyMs: SWEEP_EVERY_MS,
  run: async () => {
    await sweepDrafts(drafts);
    await store.sweepNotes(now().toISOString());
  },
});

import type { ActingFor, Beginner } from './acting-staff.js';
import { BY_ITSELF } from './audit/audit-store.js';
import type { Task } from './background.js';
import type { Config } from './config.js';
import { createId } from './create-id.js';
import { createCrm } from './host/crm.js';
import { describeError } from './describe-error.js';
import { createHostClient, type ActingStaff } from './host/host-client.js';
import type { RateLimits } from './host/rate-limit.js';
import { createUndoCrm } from './host/undo-crm.js';
import { createWebhookHost } from './host/webhook-host.js';
import { listDueJobs, runJob, type TakeStep } from './jobs/run-job.js';
import type { Job, JobKind } from './jobs/job.js';
import type { Logger } from './logger.js';
import { deliverNotices } from './notices/deliver-notices.js';
import type { Channel } from './notices/channel.js';
import { createMailChannel } from './notices/mail-channel.js';
import { noticeEndedImports } from './notices/notice-ended-imports.js';
import { createWebhookChannel } from './notices/webhook-channel.js';
import { createMailSender } from './notify/smtp.js';
import { createWebhookPost } from './notify/webhook.js';
import { drawUpImport } from './results/draw-up-import.js';
import { reconcileSteps } from './results/reconcile/reconcile-steps.js';
import { subscribeReports } from './results/subscribe-reports.js';
import { assignStrayReports } from './results/take-report.js';
import { purgeExpired } from './retention/purge.js';
import { continueImports } from './sessions/continue-import.js';
import type { Session } from './sessions/session.js';
import type { SignIn } from './sign-in/sign-in.js';
import { notConnected } from './sessions/declare-for.js';
import { openKeyIndex } from './store/sqlite/key-index.js';
import type { Store } from './store/store.js';
import { undoSteps } from './undo/undo-steps.js';
import { logMissingAudit } from './web/error-handler.js';

/** The names of tasks that do not wait for their time when something has happened. */
export const CONTINUING = 'continuing imports';
export const WORKING = 'jobs';
export const TELLING = 'notices';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Reports of sessions that nobody knows are not kept for ever. */
const STRAYS_KEPT_MS = 30 * 24 * 60 * MINUTE_MS;

const now = () => new Date();

export interface AfterHandOverParts {
  config: Config;
  store: Store;
  signIn: Pick<SignIn, 'contactOf'>;
  actingFor: ActingFor;
  /** How often the CRM is asked, for each business in one. */
  rates: RateLimits;
  publicUrl: () => string;
  logger: Logger;
}

/** What the server does by itself once clients were handed over, or could be. */
export function createAfterHandOver(parts: AfterHandOverParts): Task[] {
  return [
    createContinuing(parts),
    createWorking(parts),
    createTelling(parts),
    createPurging(parts),
    createSubscribing(parts),
  ];
}

/** Begins the next part of an import after each close. */
function createContinuing(parts: AfterHandOverParts): Task {
  const { config, store, actingFor, logger } = parts;
  const hostFor = async (who: Beginner) => {
    const staff = await actingFor(who);
    return staff && createHostClient(config.intandem, staff);
  };
  const deps = {
    ...{ store, now, hostFor, quietMs: config.quietMs },
    createId: () => createId('s'),
  };
  return {
    name: CONTINUING,
    everyMs: 5 * SECOND_MS,
    run: async () => {
      await continueImports(deps, async ({ from, part, session, problem }) => {
        logger.info('next part', { after: from.id, part: part.part, problem: problem?.code });
        if (session) await enterContinued(parts, session);
      });
    },
  };
}

/** The part is begun by then, so an entry that cannot be written must keep nothing else from being done. */
async function enterContinued(
  { store, logger }: AfterHandOverParts,
  { id, businessUid }: Session,
): Promise<void> {
  try {
    await store.appendAudit({
      ...{ at: now().toISOString(), businessUid, staffUid: BY_ITSELF, impersonatedBy: undefined },
      ...{ action: 'import_continued', subject: id },
    });
  } catch (error) {
    logMissingAudit(logger, error);
  }
}

/** Goes on with jobs side by side: a long one keeps no other waiting. */
function createWorking(parts: AfterHandOverParts): Task {
  const { store, logger } = parts;
  const stepsOf = createStepsOf(parts);
  const running = new Map<string, Promise<void>>();
  const begin = (job: Job, signal: AbortSignal) => {
    const work = runJob({ store, now }, job, stepsOf[job.kind], signal)
      .then(
        () => undefined,
        (error: unknown) =>
          void logger.error('job failed', { job: job.id, ...describeError(error) }),
      )
      .finally(() => running.delete(job.id));
    running.set(job.id, work);
  };
  return {
    name: WORKING,
    everyMs: 5 * SECOND_MS,
    run: async (signal) => {
      for (const job of await listDueJobs({ store, now }))
        if (!running.has(job.id)) begin(job, signal);
    },
    end: async () => {
      await Promise.all(running.values());
    },
  };
}

function createStepsOf({
  config,
  store,
  actingFor,
  rates,
}: AfterHandOverParts): Record<JobKind, TakeStep> {
  const { intandem, reading } = config;
  const speakFor = async (who: Beginner): Promise<ActingStaff> => {
    const staff = await actingFor(who);
    if (staff === undefined) throw notConnected();
    return staff;
  };
  return {
    reconcile: reconcileSteps({
      ...{ store, openKeyIndex, region: reading.region },
      crmFor: async (job) =>
        createCrm(intandem, await speakFor(job), { rate: rates.of(job.businessUid) }),
    }),
    undo: undoSteps({
      ...{ store, now },
      crmFor: async (job) =>
        createUndoCrm(intandem, await speakFor(job), { rate: rates.of(job.businessUid) }),
    }),
  };
}

/** Tells how imports ended. */
function createTelling(parts: AfterHandOverParts): Task {
  const { config, store, logger } = parts;
  const deps = {
    ...{ store, now, channels: createChannels(parts), createId: () => createId('n') },
    drawUp: (importId: string) =>
      drawUpImport(store, importId, { now: now(), quietMs: config.quietMs }),
  };
  return {
    name: TELLING,
    everyMs: 10 * SECOND_MS,
    run: async (signal) => {
      await assignStrayReports({ store, now });
      await noticeEndedImports(deps);
      for (const { id, channel, state, attempts, problem } of await deliverNotices(deps, signal))
        logger.info('notice', { id, channel, state, attempts, problem });
    },
  };
}

function createChannels({ config, signIn, publicUrl }: AfterHandOverParts): Channel[] {
  const { mail, webhook, supportContact } = config.notices;
  const channels: Channel[] = [];
  if (mail) {
    const sendMail = createMailSender(mail);
    const zone = config.reading.zone;
    const { contactOf } = signIn;
    const copyTo = mail.to;
    channels.push(
      createMailChannel({ sendMail, contactOf, copyTo, publicUrl, zone, supportContact }),
    );
  }
  if (webhook) {
    const post = createWebhookPost({ ...webhook, now });
    channels.push(createWebhookChannel({ post, publicUrl }));
  }
  return channels;
}

/** Removes lists whose time is over. */
function createPurging({ config, store }: AfterHandOverParts): Task {
  const { retentionMs, graceMs } = config;
  return {
    name: 'purging',
    everyMs: 5 * MINUTE_MS,
    run: async () => {
      await purgeExpired({ store, now, retentionMs, graceMs, by: BY_ITSELF });
      await store.sweepStrayReports(new Date(now().getTime() - STRAYS_KEPT_MS).toISOString());
    },
  };
}

/** Asks the CRM to report what became of clients, until it has been asked. */
function createSubscribing({ config, logger }: AfterHandOverParts): Task {
  const { publicUrl, exportSecrets: secrets, intandem } = config;
  const canAsk = intandem.clientId !== undefined && intandem.clientSecret !== undefined;
  let isDone = !canAsk;
  let told: string | undefined;
  return {
    name: 'subscribing',
    everyMs: 5 * MINUTE_MS,
    run: async () => {
      if (isDone) return;
      const { state, problem } = await subscribeReports(createWebhookHost(intandem), {
        publicUrl,
        secrets,
      });
      isDone = state !== 'not_subscribed' || publicUrl === undefined;
      if (problem !== undefined && problem !== told) logger.warn('reports', { problem });
      told = problem;
    },
  };
}

import { FerryError } from '../errors.js';
import type { Delivery } from './channel.js';
import type { NoticeDeps } from './notice-ended-imports.js';
import type { Notice } from './notice.js';
import { outcomeOfImport } from '../results/outcome-of-import.js';

/** How many go out side by side. */
const AT_ONCE = 10;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
const GIVEN_UP_AFTER_MS = 24 * 60 * 60_000;

type DeliverDeps = Pick<NoticeDeps, 'store' | 'drawUp' | 'channels' | 'now'>;

/**
 * Sends the notices that are due; what fails is tried again after 1, 2, 4 ... minutes, at most an hour, for 24 hours. A
 * notice goes out at least once: one whose sender died in the middle goes again, with the same id. Gives those that it
 * tried, as they now stand.
 */
export async function deliverNotices(deps: DeliverDeps, signal: AbortSignal): Promise<Notice[]> {
  if (signal.aborted) return [];
  const due = await deps.store.listDueNotices(deps.now().toISOString(), AT_ONCE);
  const tried = await Promise.all(due.map((notice) => deliver(deps, notice, signal)));
  return tried.flatMap((notice) => notice ?? []);
}

/** Undefined when somebody else has it, or it has to wait for the next start of the program. */
async function deliver(
  deps: DeliverDeps,
  due: Notice,
  signal: AbortSignal,
): Promise<Notice | undefined> {
  const claimed = claim(due, deps.now());
  if (!(await deps.store.replaceNotice(claimed))) return undefined;
  const { outcome, delivery } = await tell(deps, claimed, signal);
  if (signal.aborted && delivery.kind === 'refused') return undefined;
  const settled = settle({ ...claimed, outcome }, delivery, deps.now());
  return (await deps.store.replaceNotice(settled)) ? settled : undefined;
}

/** Tells what is known by now, which may be more than when the notice was made. */
async function tell(
  { drawUp, channels, now }: DeliverDeps,
  notice: Notice,
  signal: AbortSignal,
): Promise<{ outcome: Notice['outcome']; delivery: Delivery }> {
  const refuse = (problem: string) => ({
    outcome: notice.outcome,
    delivery: { kind: 'refused', problem, isFinal: false } as const,
  });
  const channel = channels.find(({ name }) => name === notice.channel);
  if (!channel) return refuse('This way of telling is not set up any more.');
  try {
    const account = await drawUp(notice.importId);
    const outcome = outcomeOfImport(account, now());
    return { outcome, delivery: await channel.tell({ ...notice, outcome }, account, signal) };
  } catch (error) {
    if (error instanceof FerryError) return refuse(error.message);
    throw error;
  }
}

/** Whoever claims a notice moves it on first: nobody else takes it meanwhile, and a crash means another try, not a loss. */
function claim(notice: Notice, now: Date): Notice {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** notice.attempts, LONGEST_PAUSE_MS);
  const dueAt = new Date(now.getTime() + pauseMs).toISOString();
  const { version, attempts } = notice;
  return { ...notice, version: version + 1, attempts: attempts + 1, dueAt };
}

function settle(notice: Notice, delivery: Delivery, now: Date): Notice {
  const version = notice.version + 1;
  const { problem } = delivery;
  if (delivery.kind === 'sent')
    return { ...notice, version, state: 'sent', sentAt: now.toISOString(), problem };
  const isOld = now.getTime() - Date.parse(notice.createdAt) >= GIVEN_UP_AFTER_MS;
  return { ...notice, version, state: delivery.isFinal || isOld ? 'given_up' : 'waiting', problem };
}

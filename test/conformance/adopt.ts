import assert from 'node:assert/strict';
import type { Session } from '../../src/sessions/session.js';
import { nameOfFlag } from './agree.js';
import { span } from '../helpers/poll.js';
import { isOpen, type Model, type ModelPoll, type ModelSession } from './model.js';
import type { World } from './world.js';

/**
 * Nobody knows what became of polls that a kill met, but that each happened or did not, and that those `surely` answered did.
 * The model takes over what the app says, provided that it is possible.
 */
export async function adopt(
  model: Model,
  world: World,
  polls: readonly ModelPoll[],
  surely: readonly ModelPoll[],
): Promise<void> {
  const [first] = polls;
  const session = first && model.current(first.businessUid);
  if (!session) return;
  const before: ModelSession = { ...session, sent: new Set(session.sent) };
  for (const poll of polls) model.poll(poll);
  const store = world.app.store();
  const real = await store.findSession(session.id);
  assert.ok(real, 'the session is there after the kill');
  const ranges = await store.listSentRanges(session.id);
  const sent = new Set(ranges.flatMap(({ firstSeq, lastSeq }) => span(firstSeq - 1, lastSeq - 1)));
  assert.ok(isWithin(before.sent, sent) && isWithin(sent, session.sent), 'the ledger is true');
  const counted = await store.countPolls(session.id);
  assert.ok(before.polls <= counted.polls && counted.polls <= session.polls);
  assertPossible(before, session, real, surely);
  Object.assign(session, {
    ...{ state: real.state, pageSize: real.pageSize, sent },
    ...{ polls: counted.polls, troubled: counted.troubled },
    flags: new Set(real.flags.map(nameOfFlag)),
    lastSignMs: Date.parse(real.lastPolledAt ?? real.declaredAt ?? real.createdAt),
    closedMs: real.closedAt === undefined ? undefined : Date.parse(real.closedAt),
  });
}

const isWithin = (some: ReadonlySet<number>, all: ReadonlySet<number>): boolean =>
  [...some].every((one) => all.has(one));

/** Between what was before and what all the polls would have made of it; not before what the CRM has an answer to. */
function assertPossible(
  before: ModelSession,
  most: ModelSession,
  { state, pageSize }: Session,
  surely: readonly ModelPoll[],
): void {
  assert.ok(pageSize === before.pageSize || pageSize === most.pageSize);
  const states = new Set([before.state, most.state, isOpen(before) ? 'serving' : before.state]);
  if (most.state === 'closed' && before.state !== 'closed') states.add('closed_early');
  assert.ok(states.has(state), `${before.state} became ${state}`);
  if (!isOpen(before)) return;
  if (surely.some(({ page }) => page === -1)) assert.match(state, /^closed/);
  if (surely.some(({ page }) => page !== -1)) assert.equal(pageSize, most.pageSize);
}

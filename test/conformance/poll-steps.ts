import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { ask as askPlain, span } from '../helpers/poll.js';
import { adopt } from './adopt.js';
import { agree } from './agree.js';
import { isOpen, type Model, type ModelPoll } from './model.js';
import { businesses } from './staging-steps.js';
import { step, type Step } from './step.js';
import type { World } from './world.js';

/** A size from 1 to 10; mostly the one that the session has already. */
const sizes = fc.record({
  wanted: fc.integer({ min: 1, max: 10 }),
  stays: fc.constantFrom(true, true, true, false),
});
const pages = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(7, 40, 999_999_999) },
);

const sizeOf = (
  model: Model,
  businessUid: string,
  { wanted, stays }: { wanted: number; stays: boolean },
): number => (stays ? model.current(businessUid)?.pageSize : undefined) ?? wanted;

/** One poll, and whether its answer is what was promised. */
export async function pollOnce(model: Model, world: World, asked: ModelPoll): Promise<void> {
  const batchId = model.current(asked.businessUid)?.batch.id;
  const expected = model.poll(asked);
  world.judge(asked, await world.ask(asked), expected, batchId);
}

/** One page, or the close; perhaps of a business that nobody knows, perhaps in another staff member's name. */
export const pollSteps: fc.Arbitrary<Step> = fc
  .record({
    businessUid: fc.oneof({ weight: 12, arbitrary: businesses }, fc.constant('b9')),
    staffUid: fc.constantFrom(undefined, undefined, 'u1', 'u2'),
    page: pages,
    size: sizes,
  })
  .map((one) =>
    step('poll', one, (model, world) => {
      const { size, ...asked } = one;
      return pollOnce(model, world, { ...asked, pageSize: sizeOf(model, one.businessUid, size) });
    }),
  );

/** Page 1, 2, 3 ... to the end, as a CRM in order does; the close may come once, twice or not at all. */
export const pullSteps: fc.Arbitrary<Step> = fc
  .record({ businessUid: businesses, size: sizes, closes: fc.nat(2) })
  .map((one) =>
    step('pull', one, async (model, world) => {
      const { businessUid, size, closes } = one;
      const pageSize = sizeOf(model, businessUid, size);
      const asked = { businessUid, staffUid: undefined, pageSize };
      const clients = model.current(businessUid)?.batch.clients.length ?? 0;
      for (const page of span(1, Math.floor(clients / pageSize) + 1))
        await pollOnce(model, world, { ...asked, page });
      for (let n = 0; n < closes; n++) await pollOnce(model, world, { ...asked, page: -1 });
    }),
  );

export const closeSteps: fc.Arbitrary<Step> = businesses.map((businessUid) =>
  step('close', { businessUid }, (model, world) =>
    pollOnce(model, world, { businessUid, staffUid: undefined, page: -1, pageSize: 1 }),
  ),
);

/** Pages in any order and more than once, all in flight together, perhaps with the close among them. */
const bursts = fc.record({
  businessUid: businesses,
  size: sizes,
  pages: fc.array(fc.oneof({ weight: 8, arbitrary: pages }, fc.constant(-1)), {
    minLength: 2,
    maxLength: 12,
  }),
});

/** All with one page size, which is no new one for page 1, so that the order in which they come does not matter. */
function pollsOf(model: Model, { businessUid, size, pages }: BurstOf): ModelPoll[] {
  const pageSize = sizeOf(model, businessUid, size);
  const isNew = pageSize !== (model.current(businessUid)?.pageSize ?? pageSize);
  return pages
    .filter((page) => page !== 1 || !isNew)
    .map((page) => ({ businessUid, staffUid: undefined, page, pageSize }));
}
type BurstOf = typeof bursts extends fc.Arbitrary<infer T> ? T : never;

export const burstSteps: fc.Arbitrary<Step> = bursts.map((burst) =>
  step('burst', burst, async (model, world) => {
    await Promise.all(pollsOf(model, burst).map((asked) => pollOnce(model, world, asked)));
  }),
);

/** The app is killed while pages are on their way. */
export const killedBurstSteps: fc.Arbitrary<Step> = fc
  .record({ burst: bursts, turns: fc.nat(12) })
  .map(({ burst, turns }) =>
    step('burst, killed', { ...burst, turns }, async (model, world) => {
      const polls = pollsOf(model, burst);
      const answered: ModelPoll[] = [];
      const asking = polls.map(async (asked) => {
        await world.ask(asked);
        answered.push(asked);
      });
      const ended = Promise.allSettled(asking);
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      const surely = [...answered];
      await world.app.kill();
      await ended;
      await adopt(model, world, polls, surely);
    }),
  );

const JUNK = ['0', '-2', 'abc', '1e3', '1.0', '01', '%2B1', '', '%201', '1,2', '1&page=2', '１'];

/** What is no page is refused and changes nothing. */
export const junkSteps: fc.Arbitrary<Step> = fc
  .record({ businessUid: businesses, page: fc.constantFrom(...JUNK) })
  .map(({ businessUid, page }) =>
    step('junk', { businessUid, page }, async (model, world) => {
      const query = `business_uid=${businessUid}&page=${encodeURI(decodeURI(page))}&per_page=5`;
      const { status, body } = await askPlain(`${world.app.url()}?${query}`);
      assert.equal(status, 400, body);
      assert.match(body, /"code":"poll_invalid"/);
      model.pollUnclearly(businessUid);
    }),
  );

/** What is still open at the end of a run is pulled to its end: not one client is missing. */
export async function finish(model: Model, world: World): Promise<void> {
  for (const session of model.sessions.filter(isOpen)) {
    const { businessUid, staffUid, batch, pageSize = 4 } = session;
    const last = Math.floor(batch.clients.length / pageSize) + 1;
    for (const page of [...span(1, last), -1])
      await pollOnce(model, world, { businessUid, staffUid, page, pageSize });
  }
  await agree(model, world);
}

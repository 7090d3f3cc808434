import assert from 'node:assert/strict';
import fc from 'fast-check';
import { declareBatch } from '../../src/sessions/declare.js';
import {
  accept,
  answer,
  halfBody,
  reset,
  stall,
  type Behaviour,
  type HostCall,
} from '../helpers/fake-host.js';
import type { Model, ModelBatch, Verdict } from './model.js';
import { pollOnce } from './poll-steps.js';
import { codeOf, step, type Step } from './step.js';
import type { World } from './world.js';

/** How the CRM answers, and how that is to be taken. */
const WAYS = {
  accepts: ['accepted', accept],
  'accepts with 201 and no id': ['accepted', answer(201, { success: true, data: null })],
  'refuses with 422': ['refused', answer(422, { success: false })],
  'refuses with 401': ['refused', answer(401, {})],
  'never answers': ['unclear', stall],
  'breaks off': ['unclear', reset],
  'sends half an answer': ['unclear', halfBody],
  'fails with 502': ['unclear', answer(502, 'Bad gateway')],
} as const satisfies Record<string, readonly [Verdict, Behaviour]>;

type Way = keyof typeof WAYS;

const declarations = fc.record({
  nth: fc.nat(5),
  isForOther: fc.constantFrom(false, false, false, false, false, false, false, true),
  staffUid: fc.constantFrom(undefined, undefined, 'u1'),
  way: fc.constantFrom<Way>('accepts', 'accepts', 'accepts', ...(Object.keys(WAYS) as Way[])),
  // Pages that the CRM asks for before it answers.
  early: fc.oneof(
    fc.constant<number[]>([]),
    fc.array(fc.constantFrom(1, 2, 3, -1), { maxLength: 4 }),
  ),
  pageSize: fc.integer({ min: 1, max: 10 }),
});
type DeclarationPlan = typeof declarations extends fc.Arbitrary<infer T> ? T : never;

/** Declares one of the batches that ever were, for its own business or wrongly for another. */
export const declareSteps: fc.Arbitrary<Step> = declarations.map((plan) =>
  step(
    'declare',
    plan,
    (model, world) => declare(model, world, plan, WAYS[plan.way]),
    ({ everStaged }) => everStaged.length > 0,
  ),
);

/** The app is killed while it waits for the CRM's answer: nothing is sent again, and the pages are served. */
export const killedDeclaringSteps: fc.Arbitrary<Step> = declarations.map((plan) =>
  step(
    'declare, killed',
    plan,
    (model, world) =>
      declare(model, world, plan, [
        'killed',
        async (res) => {
          await world.app.kill();
          res.destroy();
        },
      ]),
    ({ everStaged }) => everStaged.length > 0,
  ),
);

const CODES = {
  accepted: undefined,
  refused: 'host_refused',
  unclear: 'host_unclear',
  killed: undefined,
} as const satisfies Record<Verdict, string | undefined>;

async function declare(
  model: Model,
  world: World,
  { nth, isForOther, staffUid, early, pageSize }: DeclarationPlan,
  [verdict, behaviour]: readonly [Verdict, Behaviour],
): Promise<void> {
  const batch = model.everStaged[nth % model.everStaged.length] as ModelBatch;
  const businessUid = isForOther === (batch.businessUid === 'b1') ? 'b2' : 'b1';
  const obstacle = model.obstacle(batch, businessUid);
  let posts = 0;
  let posted = Promise.resolve();
  const onPost = async (...[res, call]: Parameters<Behaviour>): Promise<void> => {
    const current = await world.app.store().findCurrentSession(businessUid);
    assert.equal(current?.state, 'prepared', 'it is there before the CRM hears of it');
    const session = model.begin(current.id, batch, staffUid);
    for (const page of early)
      await pollOnce(model, world, { businessUid, staffUid, page, pageSize });
    await behaviour(res, call);
    model.hear(session, verdict);
  };
  world.host.onPost = (res, call: HostCall) => {
    posts += 1;
    posted = onPost(res, call);
    return posted.catch(() => undefined);
  };
  // A CRM that never answers is not waited for; every other one has all the time that it needs.
  const timeoutMs = behaviour === stall ? 400 : 20_000;
  const declaring = declareBatch(world.declareDeps(timeoutMs), {
    ...{ businessUid, batchId: batch.id, staffUid, params: {} },
  });
  const code = await codeOf(declaring).catch((error: unknown) => {
    // What is left of the killed app finds its store closed.
    if (verdict !== 'killed') throw error;
    return undefined;
  });
  await posted;
  assert.equal(posts, obstacle === undefined ? 1 : 0);
  if (obstacle !== undefined || verdict !== 'killed')
    assert.equal(code, obstacle ?? CODES[verdict]);
}

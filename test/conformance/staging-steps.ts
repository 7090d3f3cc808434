import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { loadProfiles } from '../../src/profiles/load-profiles.js';
import type { StageOutcome } from '../../src/staging/stage-files.js';
import type { Batch } from '../../src/staging/batch.js';
import type { Store } from '../../src/store/store.js';
import { span } from '../helpers/poll.js';
import { stageHere } from '../helpers/stage.js';
import { clientsOf, rejectsOf, textOf, type ListPlan } from './list.js';
import type { ModelBatch } from './model.js';
import { step, type Step } from './step.js';
import type { World } from './world.js';

interface Staging {
  businessUid: string;
  plan: ListPlan;
}

const profiles = loadProfiles();

export const businesses = fc.constantFrom('b1', 'b1', 'b1', 'b2');

/** Lists of 1 to 30 records; the few editions and numbers make the same list come again. */
const stagings: fc.Arbitrary<Staging> = fc.record({
  businessUid: businesses,
  plan: fc
    .record({
      good: fc.oneof(fc.constantFrom(0, 1, 6, 12), fc.nat(30)),
      bad: fc.constantFrom(0, 0, 1, 3),
      blank: fc.constantFrom(0, 0, 2),
      edition: fc.constantFrom(1, 2),
    })
    .filter(({ good, bad }) => good + bad > 0),
});

/** Stages a list, new or known. */
export const stageSteps: fc.Arbitrary<Step> = stagings.map((staging) =>
  step('stage', staging, async (model, world) => {
    const known = model.batches.find(isOf(staging));
    const { batch, stagedBefore } = await stage(world, staging);
    assert.equal(stagedBefore, known !== undefined);
    assert.equal(batch.id, known?.id ?? batch.id, 'the same list is the same batch');
    await booksBalance(world.app.store(), batch, staging.plan);
    if (!known) model.stage(modelOf(batch.id, staging, world.nowMs));
  }),
);

/** Stages a list and is killed on the way: there is the whole batch afterwards, or none. */
export const killedStagingSteps: fc.Arbitrary<Step> = fc
  .record({ staging: stagings, turns: fc.nat(60) })
  .map(({ staging, turns }) =>
    step('stage, killed', { ...staging, turns }, async (model, world) => {
      const staging_ = stage(world, staging).catch(() => undefined);
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      await world.app.kill();
      await staging_;
      const store = world.app.store();
      const known = new Set(model.batches.map(({ id }) => id));
      for (const batch of await store.listBatches()) {
        if (known.has(batch.id)) continue;
        await booksBalance(store, batch, staging.plan);
        model.stage(modelOf(batch.id, staging, world.nowMs));
      }
    }),
  );

function stage(world: World, { businessUid, plan }: Staging): Promise<StageOutcome> {
  writeFileSync(world.listPath, textOf(plan));
  const deps = { profiles, now: world.now };
  return stageHere(world.app.store(), [world.listPath], { businessUid }, deps);
}

const contentOf = ({ plan }: Staging): string => textOf(plan);

const isOf = (staging: Staging) => (batch: ModelBatch) =>
  batch.businessUid === staging.businessUid && batch.content === contentOf(staging);

function modelOf(id: string, staging: Staging, createdMs: number): ModelBatch {
  const { businessUid, plan } = staging;
  const clients = clientsOf(plan);
  const rejected = rejectsOf(plan).length;
  return { id, businessUid, content: contentOf(staging), clients, rejected, createdMs };
}

/** Nothing vanishes: every record is a client or a reject, once (promises R3). */
async function booksBalance(store: Store, { id, counts }: Batch, plan: ListPlan): Promise<void> {
  const { good, bad, blank } = plan;
  const { records, accepted, rejected, clients, blankLines } = counts;
  assert.deepEqual(
    { records, accepted, rejected, clients, blankLines },
    { records: good + bad, accepted: good, rejected: bad, clients: good, blankLines: blank },
  );
  const rejects = (await store.readRejects(id, 0, 100)).map(({ record }) => record);
  assert.deepEqual(rejects, rejectsOf(plan));
  const origins = good === 0 ? [] : await store.readOrigins(id, 1, good);
  const numbers = [...origins.map(({ lead }) => lead.record), ...rejects];
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    span(1, records),
  );
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { purgeExpired } from '../../src/retention/purge.js';
import { removeBatch } from '../../src/retention/remove-batch.js';
import { cancelSession } from '../../src/sessions/declare.js';
import { GRACE_MS, RETENTION_MS } from './model.js';
import { businesses } from './staging-steps.js';
import { codeOf, step, type Step } from './step.js';

/** A person ends the session, if it can be ended. */
export const cancelSteps: fc.Arbitrary<Step> = businesses.map((businessUid) =>
  step(
    'cancel',
    { businessUid },
    async (model, { app, now }) => {
      const session = model.current(businessUid);
      const cancelled = cancelSession({ store: app.store(), now }, session?.id ?? '');
      assert.equal(await codeOf(cancelled), session && model.cancel(session));
    },
    (model) => model.current(businessUid) !== undefined,
  ),
);

/** A person removes a batch, unless it is being handed over. */
export const removeSteps: fc.Arbitrary<Step> = fc.nat(5).map((nth) =>
  step(
    'remove',
    { nth },
    async (model, { app, now }) => {
      const store = app.store();
      const batch = model.batches[nth % model.batches.length];
      const found = await store.findBatch(batch?.id ?? '');
      assert.ok(batch && found);
      const removed = removeBatch({ store, now, by: undefined }, found);
      assert.equal(await codeOf(removed), model.remove(batch));
    },
    ({ batches }) => batches.length > 0,
  ),
);

/** Batches whose time is over are removed, and no others. */
export const purgeSteps: fc.Arbitrary<Step> = fc.constant(
  step('purge', {}, async (model, { app, now }) => {
    const keeping = { graceMs: GRACE_MS, retentionMs: RETENTION_MS };
    await purgeExpired({ store: app.store(), now, by: undefined, ...keeping });
    for (const batch of model.expired()) model.remove(batch);
  }),
);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Time passes, or the clock is set, back as well. */
export const clockSteps: fc.Arbitrary<Step> = fc
  .constantFrom(
    ...[1_000, 30_000, 9 * MINUTE_MS, 11 * MINUTE_MS, 14 * MINUTE_MS, 16 * MINUTE_MS],
    ...[DAY_MS, 8 * DAY_MS, -1_000, -12 * MINUTE_MS, -16 * MINUTE_MS, -DAY_MS, -3 * DAY_MS],
  )
  .map((byMs) =>
    step('clock', { byMs }, (model, world) => {
      model.nowMs += byMs;
      world.setClock(model.nowMs);
      return Promise.resolve();
    }),
  );

export const restartSteps: fc.Arbitrary<Step> = fc.constant(
  step('restart', {}, (_model, { app }) => app.restart()),
);

export const killSteps: fc.Arbitrary<Step> = fc.constant(
  step('kill', {}, (_model, { app }) => app.kill()),
);

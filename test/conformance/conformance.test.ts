import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { startFakeHost } from '../helpers/fake-host.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { times } from '../support/long-form.js';
import { drawSeed } from '../support/seeded-random.js';
import { startAppAsProcess } from './app-process.js';
import { startAppInProcess } from './app-in-process.js';
import { declareSteps, killedDeclaringSteps } from './declaring-steps.js';
import { Model } from './model.js';
import * as people from './people-steps.js';
import * as polls from './poll-steps.js';
import { killedStagingSteps, stageSteps } from './staging-steps.js';
import type { Step } from './step.js';
import { World, type RunningApp, type ScriptedHost } from './world.js';

/** Something that may happen, so many times as often as what stands alone. */
const often = (times: number, steps: fc.Arbitrary<Step>) =>
  Array<fc.Arbitrary<Step>>(times).fill(steps);

/** What may happen to the app in whatever way it runs. */
const STEPS = [
  ...often(3, stageSteps),
  ...often(6, declareSteps),
  ...often(6, polls.pollSteps),
  ...often(4, polls.pullSteps),
  ...often(3, polls.burstSteps),
  ...often(2, polls.closeSteps),
  ...often(3, people.clockSteps),
  ...often(2, people.removeSteps),
  ...often(3, people.cancelSteps),
  polls.junkSteps,
  polls.killedBurstSteps,
  people.purgeSteps,
  people.restartSteps,
  people.killSteps,
];

interface Form {
  start: (startMs: number) => Promise<RunningApp>;
  steps: fc.Arbitrary<Step>[];
  longest: number;
  /** So many, unless that takes too long. */
  runs: number;
  seconds: number;
}

test('R1, R3, R17-R28: whatever happens in whatever order, the app does what the model says', (t) =>
  conform(t, {
    start: startAppInProcess,
    steps: [...STEPS, killedStagingSteps, killedDeclaringSteps],
    longest: 60,
    runs: times(40, 2_000),
    seconds: times(30, 600),
  }));

test('R17-R28: so does the built program, which is killed with SIGKILL and whose clock is set', (t) =>
  conform(t, {
    start: startAppAsProcess,
    steps: STEPS,
    longest: 40,
    runs: times(4, 300),
    seconds: times(15, 600),
  }));

/** Tries random runs; one that fails is made as short as possible, and told with what repeats it. */
async function conform(t: TestContext, form: Form): Promise<void> {
  const { start, steps, longest: maxCommands, runs: numRuns, seconds } = form;
  const host = await startScriptedHost(t);
  const listPath = join(makeTempDir(t), 'clients.csv');
  const seed = drawSeed();
  t.diagnostic(`seed ${seed}`);
  const endMs = performance.now() + seconds * 1000;
  const taken = { runs: 0, steps: 0, failures: 0 };
  const run = async (commands: Iterable<Step>) => {
    // To make a failing run shorter takes as long as it takes.
    if (performance.now() > endMs && taken.failures === 0) return;
    const model = new Model();
    const app = await start(model.nowMs);
    const world = new World(app, host, { listPath, nowMs: model.nowMs });
    try {
      await fc.asyncModelRun(() => ({ model, real: world }), commands);
      await polls.finish(model, world);
    } catch (error) {
      taken.failures += 1;
      throw error;
    } finally {
      await app.end();
    }
    taken.runs += 1;
    taken.steps += [...commands].length;
  };
  const runs = fc.asyncProperty(fc.commands(steps, { maxCommands, size: 'max' }), run);
  await fc.assert(runs, { seed, numRuns, includeErrorInReport: true });
  t.diagnostic(`${taken.runs} runs with ${taken.steps} steps`);
  assert.ok(taken.steps > 0);
}

/** A CRM that does with a declaration what the step says. */
async function startScriptedHost(t: TestContext): Promise<ScriptedHost> {
  const scripted: ScriptedHost = { url: '', onPost: () => undefined };
  const { url } = await startFakeHost(t, (res, call) => scripted.onPost(res, call));
  scripted.url = url;
  return scripted;
}

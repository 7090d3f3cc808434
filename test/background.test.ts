import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { startBackground } from '../src/background.js';
import { createLogger } from '../src/logger.js';

const logger = createLogger('error');
const HOUR_MS = 60 * 60_000;

function counted(work: (run: number) => Promise<void> = () => Promise.resolve()) {
  const runs = new EventEmitter();
  let count = 0;
  return {
    runs,
    task: {
      name: 'counted',
      everyMs: HOUR_MS,
      run: async () => {
        count++;
        runs.emit(String(count));
        await work(count);
      },
    },
  };
}

test('a task runs at once, and again when it is nudged', async () => {
  const { runs, task } = counted();
  const first = once(runs, '1');
  const background = startBackground([task], logger);
  await first;
  await new Promise((resolve) => setImmediate(resolve));
  const second = once(runs, '2');
  background.nudge('counted');
  await second;
  background.nudge('no such task');
  await background.close();
});

test('a nudge while a task runs makes it run again, never twice at a time', async () => {
  let running = 0;
  let most = 0;
  const gate = new EventEmitter();
  const { runs, task } = counted(async (run) => {
    running++;
    most = Math.max(most, running);
    if (run === 1) await once(gate, 'open');
    running--;
  });
  const first = once(runs, '1');
  const background = startBackground([task], logger);
  await first;
  const second = once(runs, '2');
  background.nudge('counted');
  gate.emit('open');
  await second;
  await background.close();
  assert.equal(most, 1);
});

test('closing waits for what runs, and a task that throws runs again', async () => {
  const ended: number[] = [];
  const { runs, task } = counted(async (run) => {
    await new Promise((resolve) => setImmediate(resolve));
    ended.push(run);
    throw new Error('not today');
  });
  const first = once(runs, '1');
  const silent = createLogger('error');
  silent.silent = true;
  const background = startBackground([{ ...task, everyMs: 1 }], silent);
  await first;
  await once(runs, '2');
  await background.close();
  const last = ended.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(ended.length, last);
});

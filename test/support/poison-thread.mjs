// Preloaded into the built program: a thread that opens a file whose first bytes name a poison then throws, goes round in circles
// for ever, or takes all the memory it can. Only while the file POISON_AWAKE is there, so that a list may be fine when it comes and
// poison when it is staged. The minutes after which the server gives a thread up are over once POISON_LOOPS is there: one goes round.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { clearInterval, setInterval } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

const POISONS = {
  throw: () => {
    throw new TypeError('canary-text of a bug');
  },
  reject: () => void Promise.reject(new TypeError('canary-text of nobody')),
  loop: () => {
    fs.writeFileSync(process.env.POISON_LOOPS, '');
    for (;;);
  },
  memory: () => {
    const held = [];
    for (;;) held.push(new Array(1000).fill(held.length));
  },
  exit: () => process.exit(7),
};

if (isMainThread) {
  const { AbortController, AbortSignal } = globalThis;
  const timeout = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    if (ms < 60_000) return timeout(ms);
    const late = new AbortController();
    const watch = setInterval(() => {
      if (!fs.existsSync(process.env.POISON_LOOPS)) return;
      clearInterval(watch);
      late.abort();
    }, 100);
    watch.unref();
    return late.signal;
  };
} else {
  const createReadStream = fs.createReadStream;
  fs.createReadStream = (path, ...rest) => {
    const head = fs.readFileSync(path).subarray(0, 100).toString('latin1');
    const poison = /poison-([a-z]+)/.exec(head)?.[1];
    if (poison !== undefined && fs.existsSync(process.env.POISON_AWAKE)) POISONS[poison]();
    return createReadStream(path, ...rest);
  };
  syncBuiltinESMExports();
}

// Preloaded into the built program: at every SIGUSR2 it collects its garbage and writes one line of figures about itself to stdout.
import { readdirSync } from 'node:fs';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    collect();
    collect();
    const { rss, external } = process.memoryUsage();
    // Functions that became hot are compiled anew for a long time; that is no leak.
    const spaces = getHeapSpaceStatistics().filter((one) => !one.space_name.startsWith('code'));
    const heapUsed = spaces.reduce((sum, one) => sum + one.space_used_size, 0);
    const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const handles = readdirSync('/proc/self/fd').length;
    const threads = readdirSync('/proc/self/task').length;
    const figures = { rss, heapUsed, external, timers, handles, threads };
    process.stdout.write(`figures ${JSON.stringify(figures)}\n`);
  });
}

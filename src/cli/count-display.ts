import { createBar } from './create-bar.js';
import { count, say } from './output.js';

const LINE_EVERY_MS = 5_000;

/** Shows how many of something are done, with rate and time left: a bar on a terminal, else a line every few seconds. */
export interface CountDisplay {
  show(done: number, total: number): void;
  end(): void;
}

/** `title` says what is done, as in `Deleting`. What was done before the display began makes no rate. */
export function createCountDisplay(
  title: string,
  isTerminal: boolean = process.stderr.isTTY,
): CountDisplay {
  const startedMs = performance.now();
  let doneBefore: number | undefined;
  const paceOf = (done: number, total: number) => {
    doneBefore ??= done;
    const seconds = (performance.now() - startedMs) / 1000;
    const rate = seconds === 0 ? 0 : (done - doneBefore) / seconds;
    return {
      rate: rate.toFixed(1),
      left: rate === 0 ? '?' : count(Math.ceil((total - done) / rate)),
    };
  };
  return isTerminal ? showBar(title, paceOf) : createLines(title, paceOf);
}

type PaceOf = (done: number, total: number) => { rate: string; left: string };

function showBar(title: string, paceOf: PaceOf): CountDisplay {
  const bar = createBar(
    `${title} {bar} {percentage}% | {value} of {total} | {rate}/s | {left} s left`,
  );
  let started = false;
  return {
    show(done, total) {
      const pace = paceOf(done, total);
      if (!started) bar.start(total, done, pace);
      started = true;
      bar.setTotal(total);
      bar.update(done, pace);
    },
    end() {
      if (started) bar.stop();
    },
  };
}

function createLines(title: string, paceOf: PaceOf): CountDisplay {
  let lastMs = performance.now();
  return {
    show(done, total) {
      const { rate, left } = paceOf(done, total);
      if (performance.now() - lastMs < LINE_EVERY_MS) return;
      lastMs = performance.now();
      say(`${title}: ${count(done)} of ${count(total)}, ${rate}/s, about ${left} s left`);
    },
    end: () => undefined,
  };
}

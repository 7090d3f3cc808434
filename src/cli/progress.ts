import { createBar } from './create-bar.js';
import type { StageProgress } from '../staging/stage-files.js';
import { count, say } from './output.js';

const LINE_EVERY_MS = 5_000;

/** Shows how far staging is, with rate and time left: a bar on a terminal, else a line every few seconds. */
export interface ProgressDisplay {
  readonly show: (progress: StageProgress) => void;
  readonly end: () => void;
}

export function createProgressDisplay(isTerminal: boolean = process.stderr.isTTY): ProgressDisplay {
  const startedMs = performance.now();
  return isTerminal ? showBar(startedMs) : createLines(startedMs);
}

const rateOf = (records: number, startedMs: number): number =>
  Math.round(records / Math.max((performance.now() - startedMs) / 1000, 0.001));

function secondsLeft({ bytes, totalBytes }: StageProgress, startedMs: number): number {
  const seconds = (performance.now() - startedMs) / 1000;
  return bytes === 0 ? 0 : Math.ceil((seconds * (totalBytes - bytes)) / bytes);
}

function showBar(startedMs: number): ProgressDisplay {
  const bar = createBar(
    'Staging {bar} {percentage}% | {records} records | {rate}/s | {left} s left',
  );
  let started = false;
  return {
    show(progress) {
      const payload = {
        records: count(progress.records),
        rate: count(rateOf(progress.records, startedMs)),
        left: secondsLeft(progress, startedMs),
      };
      if (!started) bar.start(progress.totalBytes, 0, payload);
      started = true;
      bar.update(progress.bytes, payload);
    },
    end() {
      if (started) bar.stop();
    },
  };
}

function createLines(startedMs: number): ProgressDisplay {
  let lastMs = startedMs;
  return {
    show(progress) {
      if (performance.now() - lastMs < LINE_EVERY_MS) return;
      lastMs = performance.now();
      const rate = count(rateOf(progress.records, startedMs));
      say(
        `${count(progress.records)} records staged, ${rate}/s, about ${secondsLeft(progress, startedMs)} s left`,
      );
    },
    end: () => undefined,
  };
}

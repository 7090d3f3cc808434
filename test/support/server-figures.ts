import { ask } from '../helpers/poll.js';

/**
 * The figures that a running server tells of itself at METRICS_PORT, by their name with its labels. Those of the event loop's delay
 * are of the time since they were last read.
 */
export async function readFigures(port: number): Promise<ReadonlyMap<string, number>> {
  const { body } = await ask(`http://127.0.0.1:${port}/metrics`);
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** 99 of 100 turns of the server's event loop were late by no more than this; the pace of its own clock, 10 ms, is in it. */
export async function readLoopDelayMs(port: number): Promise<number> {
  const figures = await readFigures(port);
  return (figures.get('nodejs_eventloop_lag_p99_seconds') ?? NaN) * 1_000;
}

/** The value below which this share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

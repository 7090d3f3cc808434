/** How far the hand-over was at one moment. */
interface Sample {
  atMs: number;
  done: number;
}

/** What was seen of a running hand-over lately, oldest first. */
export type Pace = readonly Sample[];

export const NO_PACE: Pace = [];

/** The host takes a page at a time, so a shorter look back would jump with every page. */
const LOOK_BACK_MS = 60_000;

/** The pace after one more look at the hand-over; only advances are remembered. */
export function observePace(pace: Pace, sample: Sample): Pace {
  if (pace.at(-1)?.done === sample.done) return pace;
  const recent = pace.filter(({ atMs }) => sample.atMs - atMs <= LOOK_BACK_MS);
  return [...recent, sample];
}

/** Clients per second over the time looked back on; undefined until two advances have been seen. */
export function speedOf(pace: Pace, nowMs: number): number | undefined {
  const recent = pace.filter(({ atMs }) => nowMs - atMs <= LOOK_BACK_MS);
  const [first] = recent;
  const last = recent.at(-1);
  if (!first || !last || recent.length < 3) return undefined;
  // Silence since the last advance counts only once it is longer than the usual pause between two.
  const usualPauseMs = (last.atMs - first.atMs) / (recent.length - 1);
  const untilMs = Math.max(last.atMs, nowMs - usualPauseMs);
  const seconds = (untilMs - first.atMs) / 1_000;
  return seconds > 0 ? (last.done - first.done) / seconds : undefined;
}

/** Milliseconds that the rest will take at this speed, rounded as people would say it; undefined when nothing can be said. */
export function timeLeftMs(remaining: number, speed: number | undefined): number | undefined {
  if (speed === undefined || speed <= 0) return undefined;
  const ms = (remaining / speed) * 1_000;
  const stepMs = ms <= 60_000 ? 5_000 : ms <= 600_000 ? 30_000 : 60_000;
  return Math.max(stepMs, Math.ceil(ms / stepMs) * stepMs);
}

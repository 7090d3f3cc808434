/** However long the host asks us to wait, no call waits for longer. */
const LONGEST_HOLD_MS = 60_000;

/** Spaces the calls of a process to one business, so that the host need not refuse any (intandem-contract section 7). */
export class RateLimit {
  readonly #spaceMs: number;
  #nextMs = 0;

  constructor(perSecond: number) {
    this.#spaceMs = 1000 / perSecond;
  }

  /** Waits for its turn; false, without waiting, when that would come later than in `patienceMs`. */
  async take(patienceMs: number): Promise<boolean> {
    const nowMs = performance.now();
    const turnMs = Math.max(nowMs, this.#nextMs);
    if (turnMs - nowMs > patienceMs) return false;
    this.#nextMs = turnMs + this.#spaceMs;
    if (turnMs > nowMs) await new Promise((resolve) => setTimeout(resolve, turnMs - nowMs));
    return true;
  }

  /** Lets nobody have a turn for a while: the host said that it has had enough. */
  holdBack(ms: number): void {
    const untilMs = performance.now() + Math.min(ms, LONGEST_HOLD_MS);
    this.#nextMs = Math.max(this.#nextMs, untilMs);
  }
}

/** A rate limit for every business, kept for as long as the process runs. */
export class RateLimits {
  readonly #limits = new Map<string, RateLimit>();
  readonly #perSecond: number;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  of(businessUid: string): RateLimit {
    const limit = this.#limits.get(businessUid) ?? new RateLimit(this.#perSecond);
    this.#limits.set(businessUid, limit);
    return limit;
  }
}

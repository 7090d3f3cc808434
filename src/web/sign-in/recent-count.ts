/** How often something has happened in the minute, or whatever `windowMs` is, that is passing. */
export class RecentCount {
  readonly #windowMs: number;
  #sinceMs = -Infinity;
  #count = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(): void {
    this.#startAnewWhenOver();
    this.#count++;
  }

  count(): number {
    this.#startAnewWhenOver();
    return this.#count;
  }

  #startAnewWhenOver(): void {
    const nowMs = performance.now();
    if (nowMs - this.#sinceMs < this.#windowMs) return;
    this.#sinceMs = nowMs;
    this.#count = 0;
  }
}

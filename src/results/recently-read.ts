/** Keeps the few values that were asked for last, each read once however many ask. What could not be read is not kept. */
export class RecentlyRead<T> {
  readonly #most: number;
  readonly #kept = new Map<string, Promise<T>>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, read: () => Promise<T>): Promise<T> {
    const value = this.#kept.get(key) ?? read();
    this.#kept.delete(key);
    this.#kept.set(key, value);
    value.catch(() => {
      if (this.#kept.get(key) === value) this.#kept.delete(key);
    });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}

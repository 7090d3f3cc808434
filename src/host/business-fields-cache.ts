import type { BusinessField } from '../profiles/host-fields.js';

const GOOD_FOR_MS = 60_000;
/** A list that could not be had may be there in a moment. */
const MISSING_FOR_MS = 5_000;
const MAX_KEYS = 1_000;

interface Kept {
  untilMs: number;
  fields: Promise<BusinessField[] | undefined>;
}

/** Keeps lists of fields for a minute, since the page asks for them with every look at a draft. */
export class BusinessFieldsCache {
  readonly #kept = new Map<string, Kept>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The list kept under a key, else what `read` gives; who asks meanwhile waits for the same answer. */
  async get(
    key: string,
    read: () => Promise<BusinessField[] | undefined>,
  ): Promise<BusinessField[] | undefined> {
    const kept = this.#kept.get(key);
    if (kept && kept.untilMs > this.#nowMs()) return kept.fields;
    const fields = read().catch(() => undefined);
    const fresh: Kept = { untilMs: this.#nowMs() + GOOD_FOR_MS, fields };
    this.#kept.delete(key);
    this.#kept.set(key, fresh);
    this.#dropOldest();
    if ((await fields) === undefined) fresh.untilMs = this.#nowMs() + MISSING_FOR_MS;
    return fields;
  }

  #dropOldest(): void {
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > MAX_KEYS && oldest !== undefined) this.#kept.delete(oldest);
  }
}

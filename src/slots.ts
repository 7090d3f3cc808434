/** How a piece of work is let in. */
export interface Turn {
  /** Goes before the rest, and also into the slots that are kept for urgent work. */
  isUrgent: boolean;
  /** Of the work of one group a single piece runs at a time, and another group's goes first. */
  group?: string;
  /** Aborted, work that still waits is given up; `run` then rejects with its reason. */
  signal?: AbortSignal;
}

/** Lets a bounded number of pieces of work run at a time; the others wait in order. */
export class Slots {
  #free: number;
  /** How many more may begin that are not urgent. */
  #freeForRest: number;
  readonly #waiting: { turn: Turn; begin: () => void }[] = [];
  readonly #groups = new Set<string>();
  #lastGroup: string | undefined;

  constructor(count: number, { keptForUrgent = 0 }: { keptForUrgent?: number } = {}) {
    this.#free = count;
    this.#freeForRest = Math.max(1, count - keptForUrgent);
  }

  async run<T>(work: () => Promise<T>, turn: Turn): Promise<T> {
    await this.#enter(turn);
    try {
      return await work();
    } finally {
      this.#free += 1;
      if (!turn.isUrgent) this.#freeForRest += 1;
      if (turn.group !== undefined) this.#groups.delete(turn.group);
      this.#beginNext();
    }
  }

  async #enter(turn: Turn): Promise<void> {
    const { signal } = turn;
    signal?.throwIfAborted();
    let giveUp = (): void => undefined;
    try {
      await new Promise<void>((begin, reject) => {
        const waiting = { turn, begin };
        giveUp = () => {
          const at = this.#waiting.indexOf(waiting);
          if (at === -1) return;
          this.#waiting.splice(at, 1);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', giveUp);
        this.#waiting.push(waiting);
        this.#beginNext();
      });
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  #beginNext(): void {
    const may = this.#waiting.filter(({ turn }) => this.#mayBegin(turn));
    const next =
      may.find(({ turn }) => turn.isUrgent) ??
      may.find(({ turn }) => turn.group === undefined || turn.group !== this.#lastGroup) ??
      may[0];
    if (!next) return;
    const { isUrgent, group } = next.turn;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.#free -= 1;
    if (!isUrgent) this.#freeForRest -= 1;
    if (group !== undefined) this.#groups.add((this.#lastGroup = group));
    next.begin();
  }

  #mayBegin({ isUrgent, group }: Turn): boolean {
    if (this.#free === 0 || (!isUrgent && this.#freeForRest === 0)) return false;
    return group === undefined || !this.#groups.has(group);
  }
}

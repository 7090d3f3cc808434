import type { Identity } from '../../sign-in/identity.js';

/**
 * Lets streams of events in, a few for each staff member. The oldest makes place for another one: it may be that of a page that
 * nobody looks at any more, and who still reads it joins again.
 */
export class StreamDoor {
  readonly #open = new Map<string, Set<() => void>>();
  readonly #mostPerStaff: number;

  constructor(mostPerStaff: number) {
    this.#mostPerStaff = mostPerStaff;
  }

  /** Lets one in; `breakOff` ends it early. Gives what is to be called when it is over. */
  enter({ businessUid, staffUid }: Identity, breakOff: () => void): () => void {
    const key = JSON.stringify([businessUid, staffUid]);
    const open = this.#open.get(key) ?? new Set();
    this.#open.set(key, open);
    open.add(breakOff);
    const [oldest] = open;
    if (oldest && open.size > this.#mostPerStaff) {
      open.delete(oldest);
      oldest();
    }
    return () => {
      open.delete(breakOff);
      if (open.size === 0 && this.#open.get(key) === open) this.#open.delete(key);
    };
  }
}

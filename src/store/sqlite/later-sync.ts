import { open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** What was written is on the disk after so long, and the time that the disk takes. */
const SYNC_AFTER_MS = 1_000;

/**
 * Has the disk take what is written to a file without holding up the event loop: a disk that is busy with a large staging takes
 * longer for a sync than a page may. The file must hold no locks, since closing it here gives up those of the whole process;
 * SQLite keeps none on its write-ahead log.
 */
export class LaterSync {
  readonly #path: string;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  /** Whether something was written that the sync under way may not have seen. */
  #isDue = false;
  #failed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** To be told of every write. */
  request(): void {
    this.#isDue = true;
    this.#running ??= this.#run();
  }

  /** Whether the last sync failed: then a write has to wait for the disk itself, and shows what is wrong. */
  hasFailed(): boolean {
    return this.#failed;
  }

  forgetFailure(): void {
    this.#failed = false;
  }

  /** Syncs at once what is due, and nothing more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  /** One sync at a time, however slow the disk is: they occupy threads that others need. */
  async #run(): Promise<void> {
    while (this.#isDue) {
      const { signal } = this.#closing;
      await wait(SYNC_AFTER_MS, undefined, { signal, ref: false }).catch(() => undefined);
      this.#isDue = false;
      await this.#sync();
    }
    this.#running = undefined;
  }

  async #sync(): Promise<void> {
    try {
      const file = await open(this.#path, 'r+');
      await file.datasync().finally(() => file.close());
    } catch {
      this.#failed = true;
    }
  }
}

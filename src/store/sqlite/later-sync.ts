import { open } from 'node:fs/promises';

/** What was written is on the disk after so long, and the time that the disk takes. */
const SYNC_AFTER_MS = 1_000;

/**
 * Has the disk take what is written to a file without holding up the event loop: a disk that is busy with a large staging takes
 * longer for a sync than a page may. The file must hold no locks, since closing it here gives up those of the whole process;
 * SQLite keeps none on its write-ahead log.
 */
export class LaterSync {
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  #failed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** To be told of every write. */
  request(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => void this.#sync(), SYNC_AFTER_MS).unref();
  }

  /** Whether the last sync failed: then a write has to wait for the disk itself, and shows what is wrong. */
  hasFailed(): boolean {
    return this.#failed;
  }

  forgetFailure(): void {
    this.#failed = false;
  }

  async #sync(): Promise<void> {
    this.#timer = undefined;
    try {
      const file = await open(this.#path, 'r+');
      await file.datasync().finally(() => file.close());
    } catch {
      this.#failed = true;
    }
  }
}

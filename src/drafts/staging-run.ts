import type { StageProgress } from '../staging/stage-files.js';
import type { Draft, DraftStaging } from './draft.js';
import type { DraftDeps } from './draft-deps.js';
import { touch } from './update-draft.js';

/** Often enough for a bar that moves, rare enough for a store that syncs every write. */
const TICK_MS = 500;
/** Without progress a sign of life every few seconds is enough. */
const TOUCH_EVERY_MS = 5_000;

/**
 * The trace of one staging in its draft. The staging is over for it as soon as the draft says anything else than that this very
 * one is running: it was cancelled, taken for dead, or the draft is gone.
 */
export class StagingRun {
  readonly #deps: DraftDeps;
  readonly #draftId: string;
  readonly #startedAt: string;
  readonly #stop = new AbortController();
  #latest: StageProgress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(deps: DraftDeps, { id, staging }: Draft) {
    this.#deps = deps;
    this.#draftId = id;
    this.#startedAt = staging?.startedAt ?? '';
  }

  /** Aborted when the staging is to end. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  note(progress: StageProgress): void {
    this.#latest = progress;
  }

  /** Begins to write progress and signs of life. */
  begin(): void {
    let isIdle = true;
    this.#timer = setInterval(() => {
      if (!isIdle) return;
      isIdle = false;
      this.#writing = this.#tick().finally(() => {
        isIdle = true;
      });
    }, TICK_MS);
  }

  /**
   * Writes how it ended, if the staging is still the draft's own; tells whether it did. Nothing is written any more afterwards.
   */
  async end(change: (draft: Draft, staging: DraftStaging) => Draft): Promise<boolean> {
    clearInterval(this.#timer);
    await this.#writing;
    return this.#write(change);
  }

  async #tick(): Promise<void> {
    const latest = this.#latest;
    this.#latest = undefined;
    try {
      const isOurs = await this.#write((draft, staging) => {
        const now = this.#deps.now();
        const isQuiet = now.getTime() - Date.parse(staging.touchedAt) < TOUCH_EVERY_MS;
        if (!latest && isQuiet) return draft;
        return { ...draft, staging: { ...staging, ...latest, touchedAt: now.toISOString() } };
      });
      if (!isOurs) this.#stop.abort();
    } catch {
      // A store that is down for a moment must not end a staging; one that stays down lets it die of its age.
    }
  }

  async #write(change: (draft: Draft, staging: DraftStaging) => Draft): Promise<boolean> {
    for (;;) {
      const draft = await this.#deps.store.findDraft(this.#draftId);
      const staging = draft?.staging;
      if (!draft || staging?.state !== 'running' || staging.startedAt !== this.#startedAt)
        return false;
      const changed = change(draft, staging);
      if (changed === draft) return true;
      if (await this.#deps.store.replaceDraft(touch(this.#deps, changed, draft.version)))
        return true;
    }
  }
}

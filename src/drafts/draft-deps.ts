import type { BusinessField } from '../profiles/host-fields.js';
import type { Profile } from '../profiles/profile.js';
import type { Identity } from '../sign-in/identity.js';
import type { MatterForm } from '../staging/reading.js';
import type { ReadOptions } from '../staging/record-source.js';
import type { StageOutcome, StageProgress } from '../staging/stage-files.js';
import type { StageRequest } from '../staging/stage-request.js';
import type { Store } from '../store/store.js';
import type { DraftFile } from './draft.js';
import type { DraftStore } from './draft-store.js';

export interface DraftSettings {
  reading: { region: string | undefined; zone: string };
  /** In which form matters go over the wire. */
  matters: { form: MatterForm; key: string };
  /** After so long without a touch, a draft and its files are removed. */
  draftMs: number;
  uploadMaxBytes: number;
  maxFiles: number;
}

/** What the use-cases of drafts need from outside. */
export interface DraftDeps {
  store: DraftStore & Pick<Store, 'findMapping' | 'listBatches' | 'listSessions'>;
  profiles: readonly Profile[];
  /**
   * Reads one uploaded file as far as a draft needs it, in a worker thread; `name` is what people call it. A file that cannot be
   * read, whatever the reason, comes back with its problem.
   */
  inspectFile(
    path: string,
    name: string,
    read: ReadOptions,
  ): Promise<Pick<DraftFile, 'entries' | 'sheets' | 'sources' | 'problem'>>;
  /**
   * Does the work when it is the turn of the business to stage. Aborted while it waits, the work is given up. Throws
   * `interrupted` then, and what the work throws.
   */
  inTurn<T>(work: () => Promise<T>, turn: { businessUid: string; signal: AbortSignal }): Promise<T>;
  /** Stages in a worker thread. Throws what `stageFiles` throws. */
  stage(
    request: StageRequest,
    options: { onProgress: (progress: StageProgress) => void; signal: AbortSignal },
  ): Promise<StageOutcome>;
  /** The business's own fields as the host tells them to this staff member; undefined when it does not. */
  listFields(who: Identity): Promise<BusinessField[] | undefined>;
  /** Told of errors that are no refusal and that no request waits for. */
  onInternal(error: unknown): void;
  /** Told of work that goes on after the answer, so that the server does not end before it. */
  onGoingOn(work: Promise<void>): void;
  /** A new random id with a prefix that tells its kind: letters, digits and `_`. */
  createId(prefix: string): string;
  now(): Date;
  settings: DraftSettings;
}

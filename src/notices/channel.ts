import type { ImportAccount } from '../results/import-account.js';
import type { Notice, NoticeChannel } from './notice.js';

/** What came of an attempt to tell somebody. `problem` is in words for people and names no address. */
export type Delivery =
  /** Taken over; with a `problem` when not by everybody. */
  | { kind: 'sent'; problem?: string }
  /** `isFinal`: trying again would not help. */
  | { kind: 'refused'; problem: string; isFinal: boolean };

/** One way of telling how an import ended. */
export interface Channel {
  name: NoticeChannel;
  /** Whether there is anybody to tell about this import. */
  canTell(account: ImportAccount): Promise<boolean>;
  /** Tells it, in less than half a minute; every attempt bears the notice's id, so that a repeat can be recognised. */
  tell(notice: Notice, account: ImportAccount, signal: AbortSignal): Promise<Delivery>;
}

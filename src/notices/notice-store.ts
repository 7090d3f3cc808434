import type { Notice, NoticeChannel } from './notice.js';

/** The store, as far as notices need it. */
export interface NoticeStore {
  /** False when there is one of that import and channel already: of an import each channel is told once. */
  addNotice(notice: Notice): Promise<boolean>;
  /** Waiting ones that are due by `now`, oldest first. */
  listDueNotices(now: string, limit: number): Promise<Notice[]>;
  /** Imports that began since a time, of which no session is open and that have no notice on that channel. */
  listUntoldImports(channel: NoticeChannel, since: string): Promise<string[]>;
  /** Those of an import, oldest first. */
  listNotices(importId: string): Promise<Notice[]>;
  /** Writes `notice` if the stored version is `notice.version - 1`; tells whether it did. */
  replaceNotice(notice: Notice): Promise<boolean>;
}

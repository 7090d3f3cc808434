import type { Outcome } from '../results/outcome.js';

export type NoticeChannel = 'mail' | 'webhook';

/** A notice on its way, kept until it has arrived or was given up. It holds no client data and no address of a person. */
export interface Notice {
  id: string;
  /** Raised by one with every change. */
  version: number;
  channel: NoticeChannel;
  businessUid: string;
  /** Who began the import, when known; where their mail goes is looked up when it is sent. */
  staffUid: string | undefined;
  importId: string;
  outcome: Outcome;
  state: 'waiting' | 'sent' | 'given_up';
  attempts: number;
  /** Not before this time; whoever sends it moves it on first, so that no two send it at once. UTC, ISO 8601. */
  dueAt: string;
  createdAt: string;
  sentAt: string | undefined;
  /** Why it did not go out, in words for people. */
  problem: string | undefined;
}

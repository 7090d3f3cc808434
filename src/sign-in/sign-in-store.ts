/**
 * The store, as far as signing in needs it: small secrets-bearing notes that live for a bounded time. `body` is opaque to the
 * store; whoever writes it seals what must not be read at rest.
 */
export interface SignInStore {
  /**
   * Keeps a note under a key that is not there yet; tells whether it did (false: the key is taken, which shows a replay).
   * A note that is over by `now`, when that is given, does not count.
   */
  addNote(note: Note, now?: string): Promise<boolean>;
  /** Gives the note and removes it, so that of many who ask only one gets it; undefined when there is none or it is over. */
  takeNote(kind: NoteKind, key: string, now: string): Promise<Note | undefined>;
  findNote(kind: NoteKind, key: string, now: string): Promise<Note | undefined>;
  /** Writes a note, in place of an earlier one. */
  putNote(note: Note): Promise<void>;
  deleteNote(kind: NoteKind, key: string): Promise<void>;
  /** Removes notes whose time is over; gives their number. */
  sweepNotes(now: string): Promise<number>;
}

/** `state`: a sign-in under way. `code`: handed from the sign-in window to the page. `jti`: a JWS that was used. `token`: a token of the host. `staff`: what the host told of a staff member. `channel`: since when notices go out on a channel. */
export type NoteKind = 'state' | 'code' | 'jti' | 'token' | 'staff' | 'channel';

export interface Note {
  kind: NoteKind;
  key: string;
  body: string;
  /** UTC, ISO 8601. */
  expiresAt: string;
}

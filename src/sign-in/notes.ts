import { openSealed, seal, type SealedFor } from './seal.js';
import type { Note, NoteKind } from './sign-in-store.js';
import type { SignInParts } from './parts.js';
import { digest } from './secret.js';

/** A note that only its secret finds and opens: the store holds neither the secret nor a readable body. */
export function sealedNote(
  { tokenKeys, now }: Pick<SignInParts, 'tokenKeys' | 'now'>,
  kind: NoteKind,
  secret: string,
  content: { body: object; lifeMs: number },
): Note {
  const key = digest(secret);
  return {
    kind,
    key,
    body: seal(tokenKeys, JSON.stringify(content.body), [kind, key]),
    expiresAt: new Date(now().getTime() + content.lifeMs).toISOString(),
  };
}

/** Takes the note of a secret out of the store, so that it serves once; undefined when there is none that can be opened. */
export async function takeSealedNote(
  { store, tokenKeys, now }: Pick<SignInParts, 'store' | 'tokenKeys' | 'now'>,
  kind: NoteKind,
  secret: string,
): Promise<unknown> {
  const key = digest(secret);
  const note = await store.takeNote(kind, key, now().toISOString());
  return note && openNote(tokenKeys, note, [kind, key]);
}

/** What a note says; undefined when it was sealed with another key, for something else, or was changed. */
export function openNote(
  tokenKeys: SignInParts['tokenKeys'],
  note: Note,
  sealedFor: SealedFor,
): unknown {
  const text = openSealed(tokenKeys, note.body, sealedFor);
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

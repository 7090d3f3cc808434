import { z } from 'zod';
import type { HostStaff, HostToken } from './identity-host.js';
import { openNote } from './notes.js';
import type { SignInParts } from './parts.js';
import { seal, type SealedFor } from './seal.js';
import type { Note } from './sign-in-store.js';

/** The host's tokens live for years (intandem-contract section 6.2); we keep none longer than staff stay away. */
const LONGEST_MS = 30 * 24 * 60 * 60_000;

const kept = z.object({ accessToken: z.string() });

/** Whose token it is. */
type Owner = Pick<HostStaff, 'businessUid' | 'staffUid'>;

const keyOf = ({ businessUid, staffUid }: Owner) => JSON.stringify([businessUid, staffUid]);

const sealedFor = ({ businessUid, staffUid }: Owner): SealedFor => ['token', businessUid, staffUid];

/** Keeps a token of the host sealed for its staff member, in place of an earlier one (promises S24). */
export async function keepHostToken(
  { store, tokenKeys, now }: SignInParts,
  owner: Owner,
  { accessToken, expiresInSeconds = Infinity }: HostToken,
): Promise<void> {
  const body: z.infer<typeof kept> = { accessToken };
  const lifeMs = Math.min(expiresInSeconds * 1000, LONGEST_MS);
  const note: Note = {
    kind: 'token',
    key: keyOf(owner),
    body: seal(tokenKeys, JSON.stringify(body), sealedFor(owner)),
    expiresAt: new Date(now().getTime() + lifeMs).toISOString(),
  };
  await store.putNote(note);
}

/** The kept token; undefined when there is none, or it was sealed with another key. */
export async function findHostToken(
  { store, tokenKeys, now }: SignInParts,
  owner: Owner,
): Promise<string | undefined> {
  const note = await store.findNote('token', keyOf(owner), now().toISOString());
  return note && kept.safeParse(openNote(tokenKeys, note, sealedFor(owner))).data?.accessToken;
}

/** Forgets the token of a staff member. */
export const forgetHostToken = ({ store }: SignInParts, owner: Owner): Promise<void> =>
  store.deleteNote('token', keyOf(owner));

import { z } from 'zod';
import type { HostStaff } from './identity-host.js';
import { openNote } from './notes.js';
import type { SignInParts } from './parts.js';
import { seal, type SealedFor } from './seal.js';

/** For so long after a sign-in through the host we go by what it told. */
const LIFE_MS = 30 * 24 * 60 * 60_000;

const kept = z.object({
  role: z.string().optional(),
  businessName: z.string().optional(),
  email: z.string().optional(),
  language: z.string().optional(),
});

type Staff = Pick<HostStaff, 'businessUid' | 'staffUid'>;

const keyOf = ({ businessUid, staffUid }: Staff) => JSON.stringify([businessUid, staffUid]);

const sealedFor = ({ businessUid, staffUid }: Staff): SealedFor => ['staff', businessUid, staffUid];

/** Keeps what the host told of a staff member, which a JWS does not tell. It stays when the host's token is forgotten. */
export async function keepKnownStaff(
  { store, tokenKeys, now }: SignInParts,
  staff: HostStaff,
): Promise<void> {
  const { role, businessName, email, language } = staff;
  const body: z.infer<typeof kept> = { role, businessName, email, language };
  await store.putNote({
    kind: 'staff',
    key: keyOf(staff),
    body: seal(tokenKeys, JSON.stringify(body), sealedFor(staff)),
    expiresAt: new Date(now().getTime() + LIFE_MS).toISOString(),
  });
}

/** What the host told of a staff member; undefined when that is not known, or was sealed with another key. */
export async function findKnownStaff(
  { store, tokenKeys, now }: SignInParts,
  staff: Staff,
): Promise<z.infer<typeof kept> | undefined> {
  const note = await store.findNote('staff', keyOf(staff), now().toISOString());
  return note && kept.safeParse(openNote(tokenKeys, note, sealedFor(staff))).data;
}

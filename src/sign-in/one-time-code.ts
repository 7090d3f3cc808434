import { z } from 'zod';
import { ROLES, type Identity } from './identity.js';
import { sealedNote, takeSealedNote } from './notes.js';
import type { SignInParts } from './parts.js';
import { createSecret } from './secret.js';
import { SignInError } from './sign-in-error.js';

const CODE_MS = 60_000;

const identity = z.object({
  businessUid: z.string(),
  businessName: z.string().optional(),
  staffUid: z.string(),
  role: z.enum(ROLES),
  impersonatedBy: z.string().optional(),
  signedInAt: z.string(),
});

/** A code that the sign-in window hands to the page: good once, for 60 seconds. */
export async function handOver(parts: SignInParts, who: Identity): Promise<string> {
  const code = createSecret();
  await parts.store.addNote(sealedNote(parts, 'code', code, { body: who, lifeMs: CODE_MS }));
  return code;
}

/** Whom a one-time code stands for. Throws `sign_in_failed`. */
export async function redeemCode(parts: SignInParts, code: string): Promise<Identity> {
  const parsed = identity.safeParse(await takeSealedNote(parts, 'code', code));
  if (!parsed.success) throw new SignInError('code_over');
  const { businessName, impersonatedBy, ...rest } = parsed.data;
  return { ...rest, businessName, impersonatedBy };
}

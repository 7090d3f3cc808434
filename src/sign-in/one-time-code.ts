import { z } from 'zod';
import { ROLES, type Identity } from './identity.js';
import { sealedNote, takeSealedNote } from './notes.js';
import type { SignInParts } from './parts.js';
import { createSecret, digest } from './secret.js';
import { SignInError } from './sign-in-error.js';

/** How long the way from the sign-in window to the page may take. */
export const CODE_MS = 60_000;

/** Whom a code stands for, and the digest of the secret of the browser that began. */
const codeNote = z.object({
  browser: z.string(),
  businessUid: z.string(),
  businessName: z.string().optional(),
  staffUid: z.string(),
  role: z.enum(ROLES),
  impersonatedBy: z.string().optional(),
  signedInAt: z.string(),
});

/** A code that the sign-in window hands to the page: good once, for 60 seconds. */
export async function handOver(
  parts: SignInParts,
  { who, browser }: { who: Identity; browser: string },
): Promise<string> {
  const code = createSecret();
  const body: z.infer<typeof codeNote> = { ...who, browser };
  await parts.store.addNote(sealedNote(parts, 'code', code, { body, lifeMs: CODE_MS }));
  return code;
}

/** Whom a one-time code stands for that came by a message of the sign-in window. Throws `sign_in_failed`. */
export const redeemCode = async (parts: SignInParts, code: string): Promise<Identity> =>
  (await takeCode(parts, code)).who;

/**
 * The same for a code that came in the page's address. Anybody can write such an address, so it is good only in the browser
 * that began the sign-in: else others could have staff work in a business of theirs. Throws `sign_in_failed`.
 */
export async function redeemAddressCode(
  parts: SignInParts,
  { addressCode, browserSecret }: { addressCode: string; browserSecret: string | undefined },
): Promise<Identity> {
  const { who, browser } = await takeCode(parts, addressCode);
  if (browserSecret === undefined || digest(browserSecret) !== browser)
    throw new SignInError('stale');
  return who;
}

async function takeCode(
  parts: SignInParts,
  code: string,
): Promise<{ who: Identity; browser: string }> {
  const parsed = codeNote.safeParse(await takeSealedNote(parts, 'code', code));
  if (!parsed.success) throw new SignInError('code_over');
  const { browser, businessName, impersonatedBy, ...rest } = parsed.data;
  return { who: { ...rest, businessName, impersonatedBy }, browser };
}

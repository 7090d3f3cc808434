import { FerryError } from '../../errors.js';
import type { Identity } from '../../sign-in/identity.js';

/** Lets an administrator through, and whoever began the thing in question. Throws `not_allowed`. */
export function refuseOthers(
  { role, staffUid }: Identity,
  begunBy: string | undefined,
  { message, hint }: { message: string; hint: string },
): void {
  if (role !== 'admin' && begunBy !== staffUid)
    throw new FerryError('not_allowed', message, { hint });
}

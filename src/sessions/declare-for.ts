import { FerryError } from '../errors.js';
import type { Identity } from '../sign-in/identity.js';
import type { SignIn } from '../sign-in/sign-in.js';
import type { Declared, DeclareDeps } from './declare.js';
import type { SessionStore } from './session-store.js';

export interface DeclareForDeps {
  store: Pick<SessionStore, 'findCurrentSession'>;
  signIn: Pick<SignIn, 'hostTokenOf'>;
  /** For calls to the host in the name of that staff member; a token that the host refuses is forgotten. */
  declare: (who: Identity) => Promise<DeclareDeps>;
}

/**
 * Declares in the name of a staff member. An unclear answer of the host is no refusal: the session stands in doubt, is served,
 * and a warning says so. Throws `not_connected`, and what `declare` throws but `host_unclear`.
 */
export async function declareFor(
  deps: DeclareForDeps,
  who: Identity,
  declare: (declaring: DeclareDeps) => Promise<Declared>,
): Promise<Declared> {
  if ((await deps.signIn.hostTokenOf(who)) === undefined) throw notConnected();
  try {
    return await declare(await deps.declare(who));
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    if (error.code === 'host_refused' && (await deps.signIn.hostTokenOf(who)) === undefined)
      throw notConnected(error);
    if (error.code !== 'host_unclear') throw error;
    const session = await deps.store.findCurrentSession(who.businessUid);
    if (!session) throw error;
    const warning = `${error.message} The CRM may have accepted the import, so it is not sent again by itself; watch it.`;
    return { session, warnings: [warning] };
  }
}

/** Why nothing can be imported for a staff member of whom no token of the host is there. */
export const notConnected = (cause?: unknown) =>
  new FerryError('not_connected', 'The app is not connected to the CRM in your name.', {
    hint: 'Sign in through the CRM again, then import.',
    cause,
  });

import { sealedNote } from './notes.js';
import type { SignInParts } from './parts.js';
import { createSecret, digest } from './secret.js';
import { SignInError } from './sign-in-error.js';

/** How long a person may take at the host (promises S8). */
export const STATE_MS = 10 * 60_000;

/** A sign-in under way, kept sealed until the host sends the browser back. */
export interface StateNote {
  verifier: string;
  /** Origin of the site where the person signs in. */
  brandHost: string;
  /** Digest of the secret that the browser keeps. */
  browser: string;
}

/** A sign-in that was begun. */
export interface BegunSignIn {
  /** Where to send the browser. */
  authorizeUrl: string;
  /** Comes back with the host's answer. */
  state: string;
  /** What the browser must bring back besides. */
  browserSecret: string;
}

/** Where the host is to send the browser back: one fixed address. */
export const redirectUriOf = ({ settings }: SignInParts): string =>
  `${settings.publicUrl()}/sign-in/callback`;

/**
 * Begins a sign-in by OAuth's code flow with PKCE (intandem-contract section 6.2, RFC 9700). What the browser brings back is
 * good once, for ten minutes, and only in that browser. Throws `sign_in_failed` when the app has no client id.
 */
export async function beginSignIn(
  parts: SignInParts,
  given: { brandHost: string | undefined },
): Promise<BegunSignIn> {
  const { store, settings } = parts;
  if (settings.clientId === undefined) throw new SignInError('not_set_up');
  const [state, verifier, browserSecret] = [createSecret(), createSecret(), createSecret()];
  const brandHost = chooseBrandHost(settings.brandHosts, given.brandHost);
  const body: StateNote = { verifier, brandHost, browser: digest(browserSecret) };
  // Beginning is open to anybody, so what is over is cleared away by those who begin.
  await store.sweepNotes(parts.now().toISOString());
  await store.addNote(sealedNote(parts, 'state', state, { body, lifeMs: STATE_MS }));

  const authorize = new URL('/app/oauth/authorize', brandHost);
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUriOf(parts),
    state,
    code_challenge: digest(verifier),
    code_challenge_method: 'S256',
  }).toString();
  return { authorizeUrl: authorize.href, state, browserSecret };
}

/** What the query says selects from the list and nothing else; it is compared as text and never parsed (promises S20). */
function chooseBrandHost(allowed: readonly string[], named: string | undefined): string {
  const host = named?.toLowerCase();
  const chosen = allowed.find((origin) => new URL(origin).host === host) ?? allowed[0];
  if (chosen === undefined) throw new SignInError('not_set_up');
  return chosen;
}

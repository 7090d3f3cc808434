import { z } from 'zod';
import { plainLine } from '../plain-line.js';
import { redirectUriOf, type StateNote } from './begin.js';
import { keepHostToken } from './host-token.js';
import { HOST_ISSUER } from './identity-host.js';
import { handOver } from './one-time-code.js';
import { takeSealedNote } from './notes.js';
import type { SignInParts } from './parts.js';
import { keepKnownStaff } from './known-staff.js';
import { roleOf } from './role.js';
import { digest } from './secret.js';
import { SignInError } from './sign-in-error.js';

/** What the host sent the browser back with. */
export interface HostAnswer {
  code: string | undefined;
  state: string | undefined;
  iss: string | undefined;
  error: string | undefined;
  errorDescription: string | undefined;
}

const stateNote = z.object({ verifier: z.string(), brandHost: z.string(), browser: z.string() });

/**
 * Finishes a sign-in: checks that this browser began it, exchanges the host's code, asks whose token it is, keeps the token
 * sealed, and gives a one-time code for the page. Throws `sign_in_failed` and `host_unreachable` (promises S8).
 */
export async function finishSignIn(
  parts: SignInParts,
  answer: HostAnswer,
  browserSecret: string | undefined,
): Promise<{ code: string }> {
  const begun = await takeState(parts, answer.state, browserSecret);
  checkIssuer(parts, begun, answer.iss);
  if (answer.error !== undefined || answer.code === undefined)
    throw new SignInError('declined', { said: describe(answer) });

  const token = await parts.host.exchangeCode({
    code: answer.code,
    verifier: begun.verifier,
    redirectUri: redirectUriOf(parts),
  });
  const staff = await parts.host.readStaff(token.accessToken);
  await keepKnownStaff(parts, staff);
  const role = roleOf(parts.settings.roles, staff.role);
  if (role === undefined) throw new SignInError('no_access');
  await keepHostToken(parts, staff, token);
  const { businessUid, businessName, staffUid } = staff;
  return {
    code: await handOver(parts, {
      who: {
        businessUid,
        businessName,
        staffUid,
        role,
        impersonatedBy: undefined,
        signedInAt: parts.now().toISOString(),
      },
      browser: begun.browser,
    }),
  };
}

/** A state serves once, whatever comes of it. */
async function takeState(
  parts: SignInParts,
  state: string | undefined,
  browserSecret: string | undefined,
): Promise<StateNote> {
  if (state === undefined) throw new SignInError('stale');
  const begun = stateNote.safeParse(await takeSealedNote(parts, 'state', state));
  if (!begun.success || browserSecret === undefined) throw new SignInError('stale');
  if (begun.data.browser !== digest(browserSecret)) throw new SignInError('stale');
  return begun.data;
}

/**
 * Another server's answer is not taken for this one's (RFC 9207). The host documents no issuer, so all its names are good:
 * the site, the API, and the name by which it signs.
 */
function checkIssuer({ settings }: SignInParts, begun: StateNote, iss: string | undefined): void {
  if (iss === undefined) return;
  const known = [begun.brandHost, settings.apiUrl, HOST_ISSUER];
  if (!known.includes(iss.replace(/\/$/, ''))) throw new SignInError('proof_refused');
}

function describe({ error, errorDescription }: HostAnswer): string | undefined {
  const said = errorDescription ?? error;
  return said === undefined ? undefined : plainLine(said, 300);
}

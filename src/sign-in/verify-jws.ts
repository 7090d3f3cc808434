import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { HostKey } from './identity-host.js';
import { readClaims, type JwsClaims } from './jws-claims.js';
import type { SignInParts } from './parts.js';
import { digest } from './secret.js';
import { SignInError } from './sign-in-error.js';

/** How far the host's clock and ours may be apart (promises S6). */
const CLOCK_TOLERANCE_S = 60;
/** The host's live for minutes; one that lives longer than this is not one of them. */
const LONGEST_LIFE_S = 24 * 60 * 60;

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Headers that would have us take a key or a rule from the token itself. */
const REFUSED_HEADERS = ['crit', 'jku', 'x5u', 'jwk', 'x5c', 'b64'];

/**
 * Verifies a compact JWS of the host and uses it up: RS256 and the host's own keys only (promises S6, intandem-contract
 * section 6.5). Throws `sign_in_failed`, also for one that was used before, and `host_unreachable` without keys.
 */
export async function verifyJws(parts: SignInParts, jws: string): Promise<JwsClaims> {
  const kid = readKid(jws);
  const payload = await findPayload(parts, jws, kid);
  const claims = readClaims(payload, parts.settings.appCode);
  if (!claims || claims.exp > parts.now().getTime() / 1000 + LONGEST_LIFE_S) throw refused();
  await useOnce(parts, jws, claims);
  return claims;
}

function readKid(jws: string): string | undefined {
  if (!COMPACT.test(jws)) throw refused();
  try {
    const header = decodeProtectedHeader(jws);
    if (header.alg === 'RS256' && !REFUSED_HEADERS.some((name) => Object.hasOwn(header, name)))
      return header.kid;
  } catch {
    // Refused like any other.
  }
  throw refused();
}

/** The payload under the key that the header names; without a name every key is tried, and a missing one looked for. */
async function findPayload(
  { keys, now }: SignInParts,
  jws: string,
  kid: string | undefined,
): Promise<JWTPayload> {
  const suiting = (all: readonly HostKey[]) =>
    kid === undefined ? all : all.filter((one) => one.kid === kid);
  const known = suiting(await keys.known());
  const found = await tryKeys(jws, known, now());
  if (found) return found;
  if (kid !== undefined && known.length > 0) throw refused();
  const fresh = suiting(await keys.renewed()).filter((one) => !known.includes(one));
  const foundAnew = await tryKeys(jws, fresh, now());
  if (!foundAnew) throw refused();
  return foundAnew;
}

async function tryKeys(
  jws: string,
  keys: readonly HostKey[],
  currentDate: Date,
): Promise<JWTPayload | undefined> {
  for (const { key } of keys) {
    try {
      const { payload } = await jwtVerify(jws, key, {
        algorithms: ['RS256'],
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp'],
        currentDate,
      });
      return payload;
    } catch (cause) {
      if (cause instanceof errors.JWSSignatureVerificationFailed) continue;
      throw new SignInError('proof_refused', { cause });
    }
  }
  return undefined;
}

/** Without an id, what was signed is its own; the signature is left out, since it can be written in several ways. */
async function useOnce(
  { store }: SignInParts,
  jws: string,
  { jti, exp }: JwsClaims,
): Promise<void> {
  const id = jti === undefined ? `jws ${jws.slice(0, jws.lastIndexOf('.'))}` : `jti ${jti}`;
  const isFirstUse = await store.addNote({
    kind: 'jti',
    key: digest(id),
    body: '',
    expiresAt: new Date((exp + CLOCK_TOLERANCE_S) * 1000).toISOString(),
  });
  if (!isFirstUse) throw refused();
}

const refused = () => new SignInError('proof_refused');

import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { FerryError } from '../errors.js';
import { ROLES, type Identity } from './identity.js';
import type { SignInParts } from './parts.js';

const LIFE_MS = 15 * 60_000;
/** Tokens are renewed for this long after signing in. */
const LONGEST_MS = 12 * 60 * 60_000;

const ISSUER = 'clientferry';
const AUDIENCE = 'clientferry-page';
const TYPE = 'ferry+jwt';

const claims = z.object({
  sub: z.string(),
  business_uid: z.string(),
  business_name: z.string().optional(),
  role: z.enum(ROLES),
  impersonated_by: z.string().optional(),
  signed_in_at: z.iso.datetime(),
});

export interface PageToken {
  token: string;
  /** UTC, ISO 8601. */
  expiresAt: string;
  identity: Identity;
}

/**
 * Signs the app's own short token, which the page keeps in memory: 15 minutes, and never beyond 12 hours after signing in.
 * Throws `not_signed_in` when those are over.
 */
export async function issuePageToken(
  { tokenKeys, now }: Pick<SignInParts, 'tokenKeys' | 'now'>,
  identity: Identity,
): Promise<PageToken> {
  const atMs = now().getTime();
  const endMs = Date.parse(identity.signedInAt) + LONGEST_MS;
  if (atMs >= endMs) throw notSignedIn('You signed in too long ago.');
  // A JWT counts whole seconds; what we tell must be what it says.
  const expiresAt = Math.floor(Math.min(atMs + LIFE_MS, endMs) / 1000);
  const body: z.infer<typeof claims> = {
    sub: identity.staffUid,
    business_uid: identity.businessUid,
    business_name: identity.businessName,
    role: identity.role,
    impersonated_by: identity.impersonatedBy,
    signed_in_at: identity.signedInAt,
  };
  const token = await new SignJWT(body)
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime(expiresAt)
    .sign(tokenKeys.signing);
  return { token, expiresAt: new Date(expiresAt * 1000).toISOString(), identity };
}

/** Who a token of ours stands for. Throws `not_signed_in`. */
export async function verifyPageToken(
  { tokenKeys, now }: SignInParts,
  token: string,
): Promise<Identity> {
  try {
    const { payload } = await jwtVerify(token, tokenKeys.signing, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      requiredClaims: ['exp'],
      currentDate: now(),
    });
    return identityOf(claims.parse(payload));
  } catch (error) {
    const isOver = error instanceof errors.JWTExpired;
    throw notSignedIn(isOver ? 'Your sign-in is over.' : 'You are not signed in.');
  }
}

function identityOf(body: z.infer<typeof claims>): Identity {
  return {
    businessUid: body.business_uid,
    businessName: body.business_name,
    staffUid: body.sub,
    role: body.role,
    impersonatedBy: body.impersonated_by,
    signedInAt: body.signed_in_at,
  };
}

const notSignedIn = (message: string) =>
  new FerryError('not_signed_in', message, { hint: 'Sign in again.' });

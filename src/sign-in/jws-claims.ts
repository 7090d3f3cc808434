import { z } from 'zod';
import { HOST_ISSUER } from './identity-host.js';

const uid = z.string().min(1).max(100);

/** What both payloads must say: who signed it, and for which app (promises S6). */
const shared = {
  iss: z.literal(HOST_ISSUER),
  aud: z.union([z.string(), z.array(z.string())]),
  business_uid: uid,
  exp: z.number(),
  jti: z.string().min(1).optional(),
};

/** The newer payload (intandem-contract section 6.5). */
const newer = z.object({
  ...shared,
  sub: uid,
  sub_type: z.literal('staff'),
  actor_uid: uid.optional(),
});

/** The names of the older one. */
const older = z.object({
  ...shared,
  sub: z.undefined().optional(),
  uid,
  type: z.literal('staff'),
  impersonator_uid: uid.nullish(),
});

/** Whom a compact JWS vouches for. */
export interface JwsClaims {
  businessUid: string;
  staffUid: string;
  impersonatedBy: string | undefined;
  /** Unix time in seconds. */
  exp: number;
  jti: string | undefined;
}

/** Reads the claims of a payload whose signature and times are good; undefined when it vouches for nobody here. */
export function readClaims(payload: unknown, appCode: string): JwsClaims | undefined {
  const parsed = z.union([newer, older]).safeParse(payload);
  if (!parsed.success) return undefined;
  const { aud, business_uid: businessUid, exp, jti } = parsed.data;
  if (![aud].flat().includes(appCode)) return undefined;
  const [staffUid, actor] =
    parsed.data.sub === undefined
      ? [parsed.data.uid, parsed.data.impersonator_uid]
      : [parsed.data.sub, parsed.data.actor_uid];
  const impersonatedBy = actor === staffUid ? undefined : (actor ?? undefined);
  return { businessUid, staffUid, impersonatedBy, exp, jti };
}

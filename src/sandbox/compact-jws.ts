import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import type { StaffMember } from './account.js';
import { createCrmId } from './crm-database.js';

/** The directory (partner) that every business of the sandbox belongs to. */
export const DIRECTORY_UID = 'sandbox-directory';

/** Somebody of the CRM's support, who may act as a staff member. */
export const SUPPORT = { uid: 'sandbox-support', type: 'admin' } as const;

/** What `POST /v3/apps/compact_jws_tokens` answers (intandem-contract section 6.5). */
export interface CompactJws {
  uid: string;
  token: string;
  expiry_date: string;
  app_code_name: string;
}

export interface JwsIssuer {
  /** A token that says who opens the app, for 300 seconds; with `asSupport`, support acts as the staff member. */
  issue(staff: StaffMember, appCode: string, asSupport?: boolean): Promise<CompactJws>;
  /** The public keys: one that signs and one from before, as keys are rotated. */
  listKeys(): Promise<{ keys: JWK[] }>;
}

const ALGORITHM = 'RS256';
const LIFE_SECONDS = 300;

/** Signs compact JWS tokens with keys that live in memory only and are made when first needed. */
export function createJwsIssuer(now: () => Date): JwsIssuer {
  let made: Promise<KeyPair[]> | undefined;
  const keys = () => (made ??= Promise.all([createKey(), createKey()]));

  return {
    async issue(staff, appCode, asSupport = false) {
      const [signing] = await keys();
      if (signing === undefined) throw new Error('There is no key to sign with.');
      const issuedAt = Math.floor(now().getTime() / 1000);
      const expiresAt = issuedAt + LIFE_SECONDS;
      const actor = asSupport ? SUPPORT : { uid: staff.staffUid, type: 'staff' };
      const token = await new SignJWT({
        sub_type: 'staff',
        business_uid: staff.businessUid,
        directory_uid: DIRECTORY_UID,
        actor_uid: actor.uid,
        actor_type: actor.type,
        // the documented example shows it in here; whether the header has it as well is not known
        kid: signing.kid,
      })
        .setProtectedHeader({ alg: ALGORITHM, kid: signing.kid })
        .setIssuer('intandem')
        .setAudience(appCode)
        .setSubject(staff.staffUid)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .setJti(`0.${createCrmId()}`)
        .sign(signing.privateKey);
      const expiry_date = new Date(expiresAt * 1000).toISOString();
      return { uid: createCrmId(), token, expiry_date, app_code_name: appCode };
    },
    async listKeys() {
      return { keys: (await keys()).map((key) => key.publicJwk) };
    },
  };
}

type KeyPair = Awaited<ReturnType<typeof createKey>>;

async function createKey() {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { modulusLength: 2048 });
  const kid = randomUUID();
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), use: 'sig', kid, alg: ALGORITHM };
  return { kid, privateKey, publicJwk };
}

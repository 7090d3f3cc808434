import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { TokenKeys } from './token-keys.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed text is and whom it belongs to: it opens nowhere else. */
export type SealedFor = readonly [purpose: string, ...owner: string[]];

/** Seals a text with AES-256-GCM: `<key id>.<base64url of iv, tag and ciphertext>` (promises S24). */
export function seal(keys: TokenKeys, text: string, sealedFor: SealedFor): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keys.sealing, iv).setAAD(bytesOf(sealedFor));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${keys.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/** The text again; undefined when it was sealed with another key or for something else, or was changed. */
export function openSealed(
  keys: TokenKeys,
  sealed: string,
  sealedFor: SealedFor,
): string | undefined {
  const [id, encoded = ''] = sealed.split('.');
  const bytes = Buffer.from(encoded, 'base64url');
  if (id !== keys.id || bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keys.sealing, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(bytesOf(sealedFor));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const body = bytes.subarray(IV_BYTES + TAG_BYTES);
    return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

const bytesOf = (sealedFor: SealedFor) => Buffer.from(JSON.stringify(sealedFor), 'utf8');

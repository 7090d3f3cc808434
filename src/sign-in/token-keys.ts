import { hkdfSync, randomBytes } from 'node:crypto';

/** Keys for one purpose each, so that what one of them protects is worth nothing to another. */
export interface TokenKeys {
  /** 256 bits for AES-GCM. */
  sealing: Uint8Array;
  /** 256 bits for HMAC-SHA-256. */
  signing: Uint8Array;
  /** Tells which `TOKEN_KEY` it was, and nothing about it. */
  id: string;
}

/**
 * Derives the keys from `TOKEN_KEY` (HKDF, RFC 5869; promises S24). Without one they are drawn at random: what was sealed
 * before a restart cannot be opened after it.
 */
export function deriveTokenKeys(tokenKey: string | undefined): TokenKeys {
  const secret = tokenKey === undefined ? randomBytes(32) : Buffer.from(tokenKey, 'utf8');
  const derive = (purpose: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', secret, '', `clientferry ${purpose} 1`, bytes));
  return {
    sealing: derive('sealing', 32),
    signing: derive('signing', 32),
    id: Buffer.from(derive('key id', 6)).toString('base64url'),
  };
}

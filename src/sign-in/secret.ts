import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits, in letters, digits, - and _. */
export const createSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 of a text, in base64url: what is kept of a secret, and the S256 challenge of a verifier (RFC 7636). */
export const digest = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('base64url');

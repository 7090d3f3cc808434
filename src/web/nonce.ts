import { randomBytes } from 'node:crypto';

/** A value for the scripts and styles of one answer, and no other. */
export const createNonce = (): string => randomBytes(16).toString('base64');

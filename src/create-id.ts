import { randomBytes } from 'node:crypto';

/** A new random id of 80 bits with a prefix that tells its kind, e.g. `b_4f0c…` for a batch, `s_…` for a session, `d_…` for a draft. */
export function createId(prefix: string): string {
  return `${prefix}_${randomBytes(10).toString('hex')}`;
}

import { createHash } from 'node:crypto';
import { normaliseHeaderName } from './header-name.js';

/**
 * One text for a header whatever the order of its columns: equal for two files of the same layout, by which a mapping is
 * remembered. Lower-case hex.
 */
export function headerFingerprint(header: readonly string[]): string {
  const names = header.map(normaliseHeaderName).sort();
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32);
}

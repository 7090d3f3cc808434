import { createHash, timingSafeEqual } from 'node:crypto';

export interface DoorOptions {
  /** Secrets of which each opens the door. */
  secrets: readonly string[];
  /** Whether the plain path answers as well: on loopback without a secret, or when opened on purpose. */
  isOpen: boolean;
}

/** Makes the test of a secret: in constant time, whatever the lengths (promises S2). */
export function createSecretTest(secrets: readonly string[]): (given: unknown) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const digests = secrets.map(digest);
  return (given) => {
    const offered = digest(typeof given === 'string' ? given : '');
    return digests.map((one) => timingSafeEqual(one, offered)).some(Boolean);
  };
}

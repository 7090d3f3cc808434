import { randomBytes } from 'node:crypto';

/** Tokens of the registered app itself, as the service token endpoint gives them out (intandem-contract section 6.4). */
export interface AppTokens {
  has(token: string): boolean;
  /** Gives a token with its life in seconds. */
  issue(): { token: string; expiresInSeconds: number };
  expireIssued(): void;
}

/** Keeps the tokens in memory, each for an hour. */
export function createAppTokens(now: () => Date): AppTokens {
  const expiresInSeconds = 3600;
  const endsAt = new Map<string, number>();
  return {
    has: (token) => now().getTime() < (endsAt.get(token) ?? 0),
    issue() {
      const token = randomBytes(32).toString('hex');
      endsAt.set(token, now().getTime() + expiresInSeconds * 1000);
      return { token, expiresInSeconds };
    },
    expireIssued: () => {
      endsAt.clear();
    },
  };
}

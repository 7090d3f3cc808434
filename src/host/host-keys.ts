import { importJWK, type CryptoKey } from 'jose';
import { z } from 'zod';
import type { HostKey, HostKeys } from '../sign-in/identity-host.js';
import { SignInError } from '../sign-in/sign-in-error.js';
import { createHttp } from './create-http.js';
import { parseJson } from './parse-json.js';

const PATH = '/v3/apps/.well-known/jwks.json';

const FRESH_MS = 10 * 60_000;
/** Between two fetches, however many unknown keys are named meanwhile. */
const PAUSE_MS = 30_000;
/** The last good set serves for this long while the host cannot be asked. */
const OUTAGE_MS = 6 * 60 * 60_000;
const LONGEST_WAIT_MS = 5_000;
const MAX_BYTES = 256 * 1024;
const MAX_KEYS = 50;
const MIN_BITS = 2048;

const keySet = z.object({ keys: z.array(z.unknown()).max(MAX_KEYS) });

const rsaKey = z.object({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  kid: z.string().optional(),
});

interface KeySet {
  keys: readonly HostKey[];
  fetchedMs: number;
}

/**
 * The host's public keys from one fixed address (promises S7, intandem-contract section 6.5): cached for ten minutes, fetched
 * for a missing key at most every 30 seconds, and kept through an outage of six hours.
 */
export function createHostKeys(deps: {
  apiUrl: string;
  /** Counts on whatever becomes of the clock: set back by a day, it would keep old keys for a day (promises R37). */
  nowMs: () => number;
  /** Five seconds at the most, whatever is given. */
  timeoutMs: number;
}): HostKeys {
  const timeoutMs = Math.min(deps.timeoutMs, LONGEST_WAIT_MS);
  const http = createHttp({ baseUrl: deps.apiUrl, timeoutMs, maxAnswerBytes: MAX_BYTES });
  let kept: KeySet | undefined;
  let triedMs = -Infinity;
  let underWay: Promise<void> | undefined;

  const fetchSet = async (): Promise<void> => {
    try {
      const answer = await http.get<string>(PATH, { signal: AbortSignal.timeout(timeoutMs) });
      const set = answer.status === 200 && keySet.safeParse(parseJson(answer.data));
      if (!set || !set.success) return;
      const keys = await importKeys(set.data.keys);
      if (keys.length > 0) kept = { keys, fetchedMs: deps.nowMs() };
    } catch {
      // The last good set stands.
    }
  };
  const fetchUnlessJustTried = async (): Promise<void> => {
    const nowMs = deps.nowMs();
    if (nowMs - triedMs >= PAUSE_MS) {
      triedMs = nowMs;
      underWay = fetchSet().finally(() => (underWay = undefined));
    }
    await underWay;
  };
  const age = () => (kept ? deps.nowMs() - kept.fetchedMs : Infinity);
  const usable = (): readonly HostKey[] => {
    if (kept === undefined || age() > OUTAGE_MS) throw new SignInError('unreachable');
    return kept.keys;
  };
  return {
    known: async () => {
      if (age() > FRESH_MS) await fetchUnlessJustTried();
      return usable();
    },
    renewed: async () => {
      await fetchUnlessJustTried();
      return usable();
    },
  };
}

/** The RSA keys for signing; others, and those that are too short, are passed over. */
async function importKeys(given: readonly unknown[]): Promise<HostKey[]> {
  const imported = await Promise.all(
    given.map(async (one) => {
      const parsed = rsaKey.safeParse(one);
      if (!parsed.success) return undefined;
      const { kty, n, e, kid } = parsed.data;
      const key = await importJWK({ kty, n, e }, 'RS256').catch(() => undefined);
      return isLongEnough(key) ? { kid, key } : undefined;
    }),
  );
  return imported.filter((one) => one !== undefined);
}

function isLongEnough(key: unknown): key is CryptoKey {
  const bits = (key as CryptoKey | undefined)?.algorithm as { modulusLength?: number } | undefined;
  return (bits?.modulusLength ?? 0) >= MIN_BITS;
}

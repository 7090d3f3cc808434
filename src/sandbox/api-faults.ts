import type { RequestHandler, Response } from 'express';
import type { FaultName } from './faults.js';
import { createRandom } from './random.js';

export interface ApiFaultsOptions {
  faults: readonly FaultName[];
  seed: number;
}

/** How often a fault strikes a request of `/platform/v1`; the request `sure` always, so that a short run meets it too. */
const API_FAULTS = {
  'busy-api': { sure: 2, chance: 0.05 },
  'cut-api': { sure: 3, chance: 0.05 },
} as const satisfies Partial<Record<FaultName, { sure: number; chance: number }>>;

/**
 * Makes the middleware that plays the faults of the platform API. Every choice depends on the seed and on how many requests came
 * before. `busy-api` refuses with 429, half of the time saying how long to wait. `cut-api` hangs up, as a restart does: half of the
 * time before the work, half of the time after it.
 */
export function createApiFaults({ faults, seed }: ApiFaultsOptions): RequestHandler {
  let asked = 0;
  const strikes = (fault: keyof typeof API_FAULTS) => {
    const { sure, chance } = API_FAULTS[fault];
    const isStruck = asked === sure || createRandom(seed, fault, asked).next() < chance;
    return faults.includes(fault) && isStruck;
  };
  const coin = (fault: FaultName) => createRandom(seed, `${fault} way`, asked).next() < 0.5;

  return (req, res, next) => {
    asked += 1;
    if (strikes('busy-api')) {
      if (coin('busy-api')) res.set('retry-after', '1');
      res.status(429).json({ error: 'Too many requests' });
      return;
    }
    if (strikes('cut-api')) {
      if (coin('cut-api')) {
        req.socket.resetAndDestroy();
        return;
      }
      cutInsteadOfAnswering(res);
    }
    next();
  };
}

function cutInsteadOfAnswering(res: Response): void {
  res.end = (() => {
    res.socket?.resetAndDestroy();
    return res;
  }) as typeof res.end;
}

import { createWatched, type Watched } from './watched.js';

/** Whether the app answers; while it does not, it is asked again with growing pauses. */
export interface Reach {
  isReachable: Watched<boolean>;
  report: (isReachable: boolean) => void;
}

const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

/** `healthUrl` answers without a sign-in, and without work for the app. */
export function createReach(healthUrl: string): Reach {
  const isReachable = createWatched(true);
  let isAsking = false;

  async function askUntilThere(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    for (let tries = 0; !isReachable.get(); tries++) {
      await new Promise((resolve) =>
        setTimeout(resolve, PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]),
      );
      if (await answers(healthUrl)) isReachable.set(true);
    }
    isAsking = false;
  }

  return {
    isReachable,
    report: (isThere) => {
      isReachable.set(isThere);
      if (!isThere) void askUntilThere();
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { cache: 'no-store', credentials: 'omit' })).ok;
  } catch {
    return false;
  }
}

import type { SignedInWire } from '../../web/api/wire.js';
import { createWatched, type Watched } from './watched.js';

/** `out`: nobody has signed in yet; `over`: the time of the one who had is over, and the work waits. */
export type SignInState = 'out' | 'in' | 'over';

/** What proves to the app who somebody is: of the host, from the sign-in window, or from the page's own address. */
export type Proof = { jws: string } | { code: string } | { address_code: string };

export interface TokenDeskDeps {
  exchange: (proof: Proof) => Promise<SignedInWire>;
  renew: (token: string) => Promise<SignedInWire>;
  now: () => number;
}

/** Keeps the app's token, in memory only, and renews it before it ends (promises S11). */
export interface TokenDesk {
  state: Watched<SignInState>;
  token: () => string | undefined;
  signIn: (proof: Proof) => Promise<void>;
  /** Says that the app did not accept `refused`; resolves as soon as there is a newer token. */
  askAgain: (refused: string | undefined) => Promise<void>;
  /** Ends the renewing. */
  close: () => void;
}

/** Renewed when this share of its time is over, so that there is time to try again. */
const RENEW_AT = 0.7;
const SHORTEST_WAIT_MS = 5_000;
/** The longest wait that `setTimeout` can do. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export function createTokenDesk(deps: TokenDeskDeps): TokenDesk {
  const state = createWatched<SignInState>('out');
  let token: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function keep(signedIn: SignedInWire): void {
    token = signedIn.token;
    state.set('in');
    const left = Date.parse(signedIn.expires_at) - deps.now();
    clearTimeout(timer);
    const wait = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, left * RENEW_AT));
    timer = setTimeout(() => void renew(signedIn), wait);
  }

  /** A failure is silent: the next call is refused then, and asks the person. */
  async function renew(held: SignedInWire): Promise<void> {
    const renewed = await deps.renew(held.token).catch(() => undefined);
    if (token !== held.token) return;
    if (renewed) keep(renewed);
    else if (Date.parse(held.expires_at) > deps.now()) keep(held);
  }

  return {
    state,
    token: () => token,
    close: () => {
      clearTimeout(timer);
    },
    signIn: async (proof) => {
      keep(await deps.exchange(proof));
    },
    askAgain: (refused) =>
      new Promise((resolve) => {
        if (token !== refused) {
          resolve();
          return;
        }
        const leave = state.subscribe(() => {
          if (state.get() !== 'in') return;
          leave();
          resolve();
        });
        state.set('over');
      }),
  };
}

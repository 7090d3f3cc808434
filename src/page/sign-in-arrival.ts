import type { Proof } from './api/token-desk.js';

/** What the address says when the page opens. */
export interface Arrival {
  proof: Proof | undefined;
  language: string | null;
  /** The CRM's site that staff come from, as a bare host name, perhaps with a port; undefined when it is not one. */
  brandHost: string | undefined;
  /** The address without the proof, for the history (promises S11). */
  address: string;
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i;

/**
 * Reads the page's address: a `jws` of the host in the query, or a one-time `code` in the fragment. Anybody can write an
 * address, so a `jws` is taken only in a frame, whose site the app allows: at top level it could be that of somebody else.
 */
export function readArrival(
  location: Pick<Location, 'href'>,
  { isFramed }: { isFramed: boolean },
): Arrival {
  const url = new URL(location.href);
  const jws = url.searchParams.get('jws');
  const code = new URLSearchParams(url.hash.slice(1)).get('code');
  url.searchParams.delete('jws');
  if (code !== null) url.hash = '';
  return {
    proof: jws && isFramed ? { jws } : code ? { address_code: code } : undefined,
    language: url.searchParams.get('language'),
    brandHost: hostNameOf(url.searchParams.get('brand_host')),
    address: `${url.pathname}${url.search}${url.hash}`,
  };
}

function hostNameOf(given: string | null): string | undefined {
  const bare = (given ?? '')
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');
  return HOST_NAME.test(bare) ? bare.toLowerCase() : undefined;
}

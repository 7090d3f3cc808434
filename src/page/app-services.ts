import { createContext, use } from 'react';
import type { SignedInWire } from '../web/api/wire.js';
import type { Api } from './api/api.js';
import { createHttpApi } from './api/http-api.js';
import { createReach, type Reach } from './api/reach.js';
import { postBare } from './api/post-bare.js';
import { createTokenDesk, type Proof, type TokenDesk } from './api/token-desk.js';
import { createUploads, type Uploads } from './file/uploads.js';
import type { Language } from './languages.js';

/** What the whole page shares. */
export interface Services {
  api: Api;
  desk: TokenDesk;
  reach: Reach;
  uploads: Uploads;
  /** Where the sign-in window opens. */
  signInUrl: string;
  brandHost: string | undefined;
  language: Language;
  /** The signing in with what the address brought; undefined when it brought nothing. */
  arriving: Promise<void> | undefined;
}

export interface ServicesInit {
  base: string;
  language: Language;
  brandHost: string | undefined;
  proof: Proof | undefined;
}

export function createServices({ base, language, brandHost, proof }: ServicesInit): Services {
  const reach = createReach(new URL('healthz', base).href);
  const desk = createTokenDesk({
    exchange: (given) =>
      postBare<SignedInWire>(new URL('api/sign-in', base).href, {
        body: given,
        bringsCookie: 'address_code' in given,
      }),
    renew: (token) => postBare<SignedInWire>(new URL('api/sign-in/renew', base).href, { token }),
    now: Date.now,
  });
  const api = createHttpApi({ base, desk, onReach: reach.report });
  const signInUrl = new URL('sign-in', base);
  signInUrl.searchParams.set('language', language);
  if (brandHost !== undefined) signInUrl.searchParams.set('brand_host', brandHost);
  const arriving = proof && desk.signIn(proof);
  // Whoever shows the page looks at the outcome, perhaps only after a failure.
  arriving?.catch(() => undefined);
  const uploads = createUploads(api);
  return { api, desk, reach, uploads, signInUrl: signInUrl.href, brandHost, language, arriving };
}

export const ServicesContext = createContext<Services | undefined>(undefined);

/** What the whole page shares. */
export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('useServices needs a ServicesContext above it.');
  return services;
}

import type { Request, Response } from 'express';
import { STATE_MS } from '../../sign-in/begin.js';
import {
  clearOwnCookie,
  listOwnCookies,
  readOwnCookie,
  setOwnCookie,
  type OwnCookie,
} from './own-cookie.js';

/** What the CRM told in the address of the page: how to begin again if this does not end well. Only hints. */
export interface Hints {
  brandHost: string | undefined;
  language: string | undefined;
}

/** What the browser keeps during a sign-in. */
export interface SignInCookie extends Hints {
  secret: string | undefined;
}

/** A sign-in under way. */
export interface BegunSignIn {
  publicUrl: string;
  state: string;
}

const ownOf = ({ publicUrl, state }: BegunSignIn): OwnCookie => ({
  publicUrl,
  kind: 'sign-in',
  secret: state,
});

/** Binds a sign-in to this browser for as long as it may take. */
export function setSignInCookie(
  res: Response,
  begun: BegunSignIn,
  { secret, brandHost, language }: SignInCookie,
): void {
  const value = JSON.stringify([secret, brandHost, language]);
  setOwnCookie(res, ownOf(begun), { value, lifeMs: STATE_MS });
}

/** Removes it: a sign-in is finished once, well or not. */
export function clearSignInCookie(res: Response, begun: BegunSignIn): void {
  clearOwnCookie(res, ownOf(begun));
}

/** What the browser brought back for this sign-in; nothing when there is no cookie that can be read. */
export const readSignInCookie = (req: Request, begun: BegunSignIn): SignInCookie =>
  parseValue(readOwnCookie(req, ownOf(begun)));

/** The hints of the sign-in that this browser began last, whichever it was. */
export const readLastHints = (req: Request, publicUrl: string): Hints =>
  parseValue(listOwnCookies(req, { publicUrl, kind: 'sign-in' }).at(-1));

function parseValue(value: string | undefined): SignInCookie {
  const [secret, brandHost, language] = parseList(value);
  return { secret: textOf(secret), brandHost: textOf(brandHost), language: textOf(language) };
}

function parseList(value: string | undefined): unknown[] {
  try {
    const parsed: unknown = JSON.parse(value ?? '');
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

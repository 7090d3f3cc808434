import type { CookieOptions, Request, Response } from 'express';
import { STATE_MS } from '../../sign-in/begin.js';

/** What the CRM told in the address of the page: how to begin again if this does not end well. Only hints. */
export interface Hints {
  brandHost: string | undefined;
  language: string | undefined;
}

/** What the browser keeps during a sign-in. */
export interface SignInCookie extends Hints {
  secret: string | undefined;
}

/** On https the name itself makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis, section 4.1.3). */
const nameFor = (isHttps: boolean) => (isHttps ? '__Host-sign-in' : 'sign-in');

/** Lax: the host sends the browser back by a link of its own, and with that the cookie must come. */
const optionsFor = (isHttps: boolean): CookieOptions => ({
  httpOnly: true,
  secure: isHttps,
  sameSite: 'lax',
  path: '/',
});

/** Binds a sign-in to this browser for as long as it may take. */
export function setSignInCookie(
  res: Response,
  publicUrl: string,
  { secret, brandHost, language }: SignInCookie,
): void {
  const isHttps = publicUrl.startsWith('https:');
  const value = JSON.stringify([secret, brandHost, language]);
  res.cookie(nameFor(isHttps), value, { ...optionsFor(isHttps), maxAge: STATE_MS });
}

/** Removes it: a sign-in is finished once, well or not. */
export function clearSignInCookie(res: Response, publicUrl: string): void {
  const isHttps = publicUrl.startsWith('https:');
  res.clearCookie(nameFor(isHttps), optionsFor(isHttps));
}

/** What the browser brought back; nothing when there is no cookie that can be read. */
export function readSignInCookie(req: Request, publicUrl: string): SignInCookie {
  const name = nameFor(publicUrl.startsWith('https:'));
  const cookies = (req.get('cookie') ?? '').split(/; */);
  const value = cookies.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  const [secret, brandHost, language] = parseValue(value);
  return { secret: textOf(secret), brandHost: textOf(brandHost), language: textOf(language) };
}

function parseValue(value: string | undefined): unknown[] {
  try {
    const parsed: unknown = JSON.parse(decodeURIComponent(value ?? ''));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

import type { CookieOptions, Request, Response } from 'express';
import { digest } from '../../sign-in/secret.js';

/** `sign-in`: from the start of a sign-in to its end. `hand-over`: from there to the page. */
export type CookieKind = 'sign-in' | 'hand-over';

/** A cookie that belongs to one secret, a state or a code: two sign-ins at once in one browser do not meet. */
export interface OwnCookie {
  publicUrl: string;
  kind: CookieKind;
  secret: string;
}

/** Lax: the host sends the browser back by a link of its own, and with that the cookie must come. */
const SAME_SITE = { 'sign-in': 'lax', 'hand-over': 'strict' } as const;

const isHttps = (publicUrl: string) => publicUrl.startsWith('https:');

/**
 * On https the name itself makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis, section 4.1.3), so that no
 * neighbouring site can put a cookie in its place.
 */
const prefixOf = ({ publicUrl, kind }: Omit<OwnCookie, 'secret'>) =>
  `${isHttps(publicUrl) ? '__Host-' : ''}${kind}-`;

const nameOf = (cookie: OwnCookie) => `${prefixOf(cookie)}${digest(cookie.secret).slice(0, 16)}`;

const optionsOf = ({ publicUrl, kind }: OwnCookie): CookieOptions => ({
  httpOnly: true,
  secure: isHttps(publicUrl),
  sameSite: SAME_SITE[kind],
  path: '/',
});

export function setOwnCookie(
  res: Response,
  cookie: OwnCookie,
  { value, lifeMs }: { value: string; lifeMs: number },
): void {
  res.cookie(nameOf(cookie), value, { ...optionsOf(cookie), maxAge: lifeMs });
}

/** Removes that one and no other. */
export function clearOwnCookie(res: Response, cookie: OwnCookie): void {
  res.clearCookie(nameOf(cookie), optionsOf(cookie));
}

/** What the browser brought back for that secret; undefined when there is nothing that can be read. */
export function readOwnCookie(req: Request, cookie: OwnCookie): string | undefined {
  const name = nameOf(cookie);
  return cookiesOf(req).find((one) => one.name === name)?.value;
}

/** What the browser brought back of a kind, whatever it belongs to; the newest one last, as browsers send them. */
export function listOwnCookies(req: Request, kind: Omit<OwnCookie, 'secret'>): string[] {
  const prefix = prefixOf(kind);
  return cookiesOf(req).flatMap(({ name, value }) =>
    name.startsWith(prefix) && value !== undefined ? [value] : [],
  );
}

function cookiesOf(req: Request): { name: string; value: string | undefined }[] {
  return (req.get('cookie') ?? '').split(/; */).map((pair) => {
    const [name = '', ...rest] = pair.split('=');
    return { name, value: decode(rest.join('=')) };
  });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

import { refusalOf, unreachable } from './refusal.js';

/**
 * A POST of signing in, outside the usual calls: it must not wait for a sign-in itself. A cookie goes along only when that is
 * asked for. Throws `ApiError`.
 */
export async function postBare<T>(
  url: string,
  given: { body?: unknown; token?: string; bringsCookie?: boolean },
): Promise<T> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (given.token !== undefined) headers['authorization'] = `Bearer ${given.token}`;
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify(given.body ?? {}),
    cache: 'no-store',
    credentials: given.bringsCookie === true ? 'same-origin' : 'omit',
  }).catch(() => {
    throw unreachable();
  });
  const text = await response.text();
  if (!response.ok) throw refusalOf(response.status, text);
  return JSON.parse(text) as T;
}

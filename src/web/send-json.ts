import type { Response } from 'express';

/** Seconds after which a caller may try again when something inside is broken (promises R36). */
const RETRY_AFTER_SECONDS = 5;

/** Writes one JSON body of a known length that nobody keeps: no caching, no entity tag (promises R32, S27). */
export function sendJson(res: Response, status: number, body: string): void {
  const bytes = Buffer.from(body, 'utf8');
  res.status(status);
  res.set({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(bytes.length),
    'cache-control': 'no-store',
  });
  if (status === 503) res.set('retry-after', String(RETRY_AFTER_SECONDS));
  res.end(bytes);
}

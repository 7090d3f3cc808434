import type { Response } from 'express';

const TICK_MS = 200;

/** Sends what `look` gives as server-sent events until it says that it was the last, or gives nothing. */
export function followUntil(
  res: Response,
  look: () => { value: unknown; isLast: boolean } | undefined,
): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const timer = setInterval(tell, TICK_MS);
  res.on('close', () => {
    clearInterval(timer);
  });
  tell();

  function tell(): void {
    const seen = look();
    if (seen) res.write(`data: ${JSON.stringify(seen.value)}\n\n`);
    if (!seen || seen.isLast) res.end();
  }
}

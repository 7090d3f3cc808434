/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, section 10.2.3); 0 when it says nothing. */
export function parseRetryAfter(value: unknown): number {
  const text = typeof value === 'string' ? value.trim() : '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.max(ms, 0);
}

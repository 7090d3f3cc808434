/**
 * A signal that aborts with another one, or after `ms`. `AbortSignal.any` over `AbortSignal.timeout` would not do: Node 20 holds
 * that time-out weakly, and once it is collected as garbage nothing ends any more.
 */
export function limitTime(signal: AbortSignal, ms: number): AbortSignal {
  const limit = new AbortController();
  const end = () => {
    limit.abort(signal.reason);
  };
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { signal: limit.signal });
  setTimeout(() => {
    limit.abort(new DOMException('The time is over.', 'TimeoutError'));
  }, ms).unref();
  return limit.signal;
}

import type { IncomingMessage } from 'node:http';

/** A request whose body has not come whole in this time is cut (promises R31). */
export const BODY_MS = 30_000;

/** After a refusal, what is still being sent is read away for this long, so that the sender gets to see the answer. */
const AFTERMATH_MS = 2_000;

/** How many times in the time that it may bring nothing an upload is looked at. */
const LOOKS = 4;

/** The clocks of requests whose bodies are on their way. */
const clocks = new WeakMap<IncomingMessage, { stop(): void }>();

/** Cuts the connection when a request's body has not come whole after `ms`. */
export function limitBody(req: IncomingMessage, ms = BODY_MS): void {
  if (!hasBody(req)) return;
  // A request that was answered before its body broke never tells that it is over; its clock must not hold up the program's end.
  const timer = setTimeout(() => {
    cut(req);
  }, ms).unref();
  replaceClock(req, () => {
    clearTimeout(timer);
  });
}

/** A large body may take longer: it is cut when nothing has come for `idleMs`, or when it is not whole after `wholeMs`. */
export function allowLongBody(
  req: IncomingMessage,
  { idleMs, wholeMs }: { idleMs: number; wholeMs: number },
): void {
  const whole = setTimeout(() => {
    cut(req);
  }, wholeMs);
  // Listening to the data itself would start its flow before anybody is there to take it.
  let before = req.socket.bytesRead;
  let lastMs = performance.now();
  const idle = setInterval(() => {
    const nowMs = performance.now();
    if (req.socket.bytesRead !== before) lastMs = nowMs;
    before = req.socket.bytesRead;
    if (nowMs - lastMs >= idleMs) cut(req);
  }, idleMs / LOOKS);
  replaceClock(req, () => {
    clearTimeout(whole);
    clearInterval(idle);
  });
}

/** For a body that nobody wants any more: an answer goes out, and soon after it the connection is cut if more still comes. */
export function endBodySoon(req: IncomingMessage): void {
  if (!req.complete) limitBody(req, AFTERMATH_MS);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function replaceClock(req: IncomingMessage, stop: () => void): void {
  clocks.get(req)?.stop();
  clocks.set(req, { stop });
  req.once('close', stop);
}

function cut(req: IncomingMessage): void {
  if (!req.complete) req.socket.destroy();
}

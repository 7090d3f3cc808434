import type { ServerResponse } from 'node:http';
import type { Response } from 'express';

/** Seconds after which a caller may try again when something inside is broken (promises R36). */
const RETRY_AFTER_SECONDS = 5;

/** Headers of a JSON body of a known length that nobody keeps: no caching, no entity tag (promises R32, S27). */
function jsonHeaders(status: number, bytes: number): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(bytes),
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}),
  };
}

/** How many bytes a body in pieces has. */
export const lengthOf = (pieces: readonly Buffer[]): number =>
  pieces.reduce((sum, piece) => sum + piece.length, 0);

/** Writes one JSON body, a text or bytes in pieces. */
export function sendJson(res: Response, status: number, body: string | readonly Buffer[]): void {
  const pieces = typeof body === 'string' ? [Buffer.from(body)] : body;
  res.status(status);
  res.set(jsonHeaders(status, lengthOf(pieces)));
  endWith(res, pieces);
}

/** The same for an answer of which nothing is set yet; `headers` are names and values in turn and come first. */
export function writeJson(
  res: ServerResponse,
  status: number,
  headers: readonly string[],
  pieces: readonly Buffer[],
): void {
  const own = Object.entries(jsonHeaders(status, lengthOf(pieces))).flat();
  res.writeHead(status, [...headers, ...own]);
  endWith(res, pieces);
}

/** Hands all pieces to the system in one call; joining them first took as long as sending them. */
function endWith(res: ServerResponse, pieces: readonly Buffer[]): void {
  res.cork();
  for (const piece of pieces) res.write(piece);
  res.end();
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { sendJson } from '../send-json.js';
import type { ApiLimits } from './api-deps.js';
import { attachment } from './file-names.js';
import type { Answers, Download } from './route.js';
import { sendEvents } from './send-events.js';

/** Sends what a route's handler gave, in the way that the route says. */
export async function sendAnswer(
  res: Response,
  answers: Answers,
  answer: unknown,
  limits: ApiLimits,
): Promise<void> {
  switch (answers.kind) {
    case 'json':
      sendJson(res, answers.status, JSON.stringify(answer));
      return;
    case 'nothing':
      res.status(204).set('cache-control', 'no-store').end();
      return;
    case 'events':
      await sendEvents(res, answer as AsyncIterable<unknown>, limits);
      return;
    case 'csv':
      await sendDownload(res, answer as Download);
  }
}

/** Piece by piece, so that memory stays flat; what breaks on the way breaks the transfer (promises S27, R32). */
async function sendDownload(res: Response, { name, text }: Download): Promise<void> {
  res.set({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': attachment(name),
    'cache-control': 'no-store',
  });
  await pipeline(Readable.from(text), res);
}

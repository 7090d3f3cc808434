import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** Headers for everything that is not meant for a frame; the page loosens what it must for itself (promises S10). */
export const createHeaders = () =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    xFrameOptions: { action: 'deny' },
  });

/** The same headers, names and values in turn, for answers that are written in one go. */
export function listHeaders(): readonly string[] {
  const headers: string[] = [];
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  res.setHeader = (name, value) => {
    headers.push(name, String(value));
    return res;
  };
  createHeaders()(res.req, res, () => undefined);
  return headers;
}

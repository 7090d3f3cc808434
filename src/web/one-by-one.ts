import type { RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Begins a request of a connection once the answer to the one before has left. Node hands on all that were sent together, so
 * whoever reads nothing could have us make thousands of pages for one connection; and it does not tell the later ones when that
 * connection breaks (promises R31).
 */
export function oneByOne(handle: RequestListener): RequestListener {
  const latest = new WeakMap<Socket, ServerResponse>();
  return (req, res) => {
    const before = latest.get(req.socket);
    latest.set(req.socket, res);
    if (hasItsTurn(res)) handle(req, res);
    else
      before?.once('close', () => {
        if (hasItsTurn(res)) handle(req, res);
      });
  };
}

/** Node gives the connection to one answer at a time. */
const hasItsTurn = ({ socket }: ServerResponse): boolean => socket?.destroyed === false;

import type { RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Node reads on while an answer is made, so whoever sends more than this meanwhile is cut off; no client of ours sends two. */
const MOST_WAITING = 100;

/**
 * Begins a request of a connection once the answer to the one before has left. Node hands on all that were sent together, so
 * whoever reads nothing could have us make thousands of pages for one connection; and it does not tell the later ones when that
 * connection breaks (promises R31).
 */
export function oneByOne(handle: RequestListener): RequestListener {
  const queues = new WeakMap<Socket, { latest: ServerResponse; waiting: number }>();
  return (req, res) => {
    const { latest: before, waiting } = queues.get(req.socket) ?? { latest: res, waiting: 0 };
    if (hasItsTurn(res)) {
      queues.set(req.socket, { latest: res, waiting: 0 });
      handle(req, res);
      return;
    }
    if (waiting === MOST_WAITING) {
      req.socket.destroy();
      return;
    }
    queues.set(req.socket, { latest: res, waiting: waiting + 1 });
    before.once('close', () => {
      if (!hasItsTurn(res)) return;
      const queue = queues.get(req.socket);
      if (queue) queue.waiting--;
      handle(req, res);
    });
  };
}

/** Node gives the connection to one answer at a time. */
const hasItsTurn = ({ socket }: ServerResponse): boolean => socket?.destroyed === false;

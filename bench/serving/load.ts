/** The load: asks for paths over kept connections as fast as they are answered. A process of its own, told by messages what to ask. */
import { connect } from 'node:net';

/** What to ask: every path once, in this order, over so many connections at a time. */
export interface Load {
  port: number;
  paths: string[];
  connections: number;
}

/** How it went. */
export interface Answered {
  ms: number;
  bytes: number;
  /** Answers other than 200. */
  refused: number;
}

const HEAD_END = '\r\n\r\n';

async function run({ port, paths, connections }: Load): Promise<Answered> {
  const answered: Answered = { ms: 0, bytes: 0, refused: 0 };
  const queue = paths.values();
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: connections }, () => askOverOne(port, queue, answered)));
  return { ...answered, ms: performance.now() - startedMs };
}

/** Asks for paths, one after the other, until none is left. Just enough HTTP for answers that declare their length. */
function askOverOne(
  port: number,
  queue: IterableIterator<string, undefined>,
  answered: Answered,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let head: Buffer = Buffer.alloc(0);
    let left = 0;
    const ask = () => {
      const next = queue.next();
      if (next.done === true) socket.end(resolve);
      else socket.write(`GET ${next.value} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    };
    const beginBody = (piece: Buffer): void => {
      head = Buffer.concat([head, piece]);
      const end = head.indexOf(HEAD_END);
      if (end < 0) return;
      const text = head.toString('latin1', 0, end);
      if (!text.startsWith('HTTP/1.1 200 ')) answered.refused++;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      answered.bytes += length;
      left = end + HEAD_END.length + length - head.length;
      head = Buffer.alloc(0);
      if (left === 0) ask();
    };
    socket.setNoDelay(true).once('connect', ask).once('error', reject);
    socket.on('data', (piece) => {
      if (left === 0) {
        beginBody(piece);
        return;
      }
      left -= piece.length;
      if (left === 0) ask();
    });
  });
}

process.on('message', (load: Load) => {
  void run(load).then((answered) => process.send?.(answered));
});

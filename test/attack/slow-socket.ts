import { connect, type Socket } from 'node:net';
import type { Cleaner } from '../helpers/temp-dir.js';

/** What one slow client does: what it says at once, what it adds now and then, and whether it ever reads. */
export interface Slowness {
  opening: string;
  drip?: string;
  isReading: boolean;
}

const DRIP_MS = 1_000;

/** Opens `count` connections that all do the same, and waits until each is there; ended after the test. */
export async function flood(
  t: Cleaner,
  port: number,
  count: number,
  slowness: Slowness,
): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: count }, () => openSlow(port, slowness)));
  const { drip } = slowness;
  const dripping = setInterval(() => {
    for (const socket of sockets) if (drip !== undefined && socket.writable) socket.write(drip);
  }, DRIP_MS);
  t.after(() => {
    clearInterval(dripping);
    for (const socket of sockets) socket.destroy();
  });
}

function openSlow(port: number, { opening, isReading }: Slowness): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.off('error', reject).on('error', () => undefined);
      if (isReading) socket.resume();
      else socket.pause();
      socket.write(opening);
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

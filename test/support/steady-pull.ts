import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { EMPTY, poll } from '../helpers/poll.js';
import { sealBatch } from './seal-batch.js';
import { createDeclaredSession } from '../helpers/store.js';
import type { Store } from '../../src/store/store.js';

/** A business whose list is being pulled, and the texts of its clients in their order. */
export interface PulledList {
  businessUid: string;
  clients: readonly string[];
}

/** Seals a list of a business and opens a declared session over it; no two lists have a client in common. */
export async function openList(store: Store, businessUid: string, n: number): Promise<PulledList> {
  const clients = Array.from({ length: n }, (_, at) =>
    JSON.stringify({
      external_id: `${businessUid}-${at + 1}`,
      first_name: 'Mira',
      last_name: 'Okafor',
      email: `client${at + 1}@${businessUid}.example.org`,
      phone: '+442079460000',
      address: `${at + 1} Mill Lane, Harbour Town`,
    }),
  );
  const batch = await sealBatch(store, { businessUid, clients });
  await store.createSession(createDeclaredSession(batch));
  return { businessUid, clients };
}

/** The exact bytes of a page. */
export function pageOf({ clients }: PulledList, page: number, pageSize: number): string {
  const inside = clients.slice((page - 1) * pageSize, page * pageSize);
  return `{"data":{"clients":[${inside.join()}]}}`;
}

export interface Pace {
  pageSize: number;
  /** Between an answer and the next request, as a CRM that works through the page: half to one and a half times this. */
  thinkMs: number;
  /** Of a test's seed. */
  random: () => number;
}

/**
 * Pulls lists side by side, each page by page over a connection of its own, from the beginning again when it has come to the end,
 * until `isOver` and every list was pulled whole; then closes. Of several servers any is asked. Every page must be exact. Gives how
 * long each took in ms.
 */
export async function pullSteadily(
  urls: readonly string[],
  lists: readonly PulledList[],
  { pageSize, thinkMs, random }: Pace,
  isOver: () => boolean,
): Promise<number[]> {
  const anyUrl = () => urls[Math.floor(random() * urls.length)] ?? '';
  const tookMs: number[] = [];
  const think = () => pause(thinkMs * (0.5 + random()));
  const pull = async (list: PulledList) => {
    const params = { business_uid: list.businessUid, per_page: pageSize };
    // In a pool some connections would lie idle until the server ends them, just when one is asked again.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const last = Math.floor(list.clients.length / pageSize) + 1;
    try {
      do {
        for (let page = 1; page <= last; page++) {
          await think();
          const startMs = performance.now();
          const { status, body } = await poll(anyUrl(), { ...params, page }, agent);
          tookMs.push(performance.now() - startMs);
          assert.equal(status, 200, body);
          assert.ok(body === pageOf(list, page, pageSize), `${list.businessUid}, page ${page}`);
        }
      } while (!isOver());
      assert.equal((await poll(anyUrl(), { ...params, page: -1 }, agent)).body, EMPTY);
    } finally {
      agent.destroy();
    }
  };
  await Promise.all(lists.map(pull));
  return tookMs;
}

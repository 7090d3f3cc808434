import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { SessionStore } from '../sessions/session-store.js';
import type { Batch } from '../staging/batch.js';
import type { FieldType } from './preflight-deps.js';

const CLIENTS_PER_READ = 1_000;

const LOOKS: readonly [FieldType, (text: string) => boolean][] = [
  ['checkbox', (text) => /^(true|false|yes|no)$/i.test(text)],
  ['datepicker', (text) => /^\d{4}-\d\d-\d\d$/.test(text)],
  ['singleline', (text) => !/[\r\n]/.test(text)],
  ['multiline', () => true],
];

/**
 * The type of field that every value of a key fits in, by key. All clients are looked at: one value that does not fit its
 * field may not be imported (intandem-contract section 2). A key without any value is text. Throws `batch_damaged`.
 */
export async function lookOfValues(
  store: Pick<SessionStore, 'readClients'>,
  { id, counts }: Pick<Batch, 'id' | 'counts'>,
  keys: readonly string[],
): Promise<Map<string, FieldType>> {
  const possible = new Map<string, typeof LOOKS>();
  for (let from = 1; from <= counts.clients && keys.length > 0; from += CLIENTS_PER_READ) {
    const to = Math.min(from + CLIENTS_PER_READ - 1, counts.clients);
    for (const json of await store.readClients(id, from, to)) {
      const client = JSON.parse(json) as Record<string, unknown>;
      for (const key of keys) narrow(possible, key, client[key]);
    }
    await letOthersRun();
  }
  return new Map(keys.map((key) => [key, possible.get(key)?.[0]?.[0] ?? 'singleline']));
}

function narrow(possible: Map<string, typeof LOOKS>, key: string, value: unknown): void {
  if (value === undefined || value === null || value === '') return;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const before = possible.get(key) ?? LOOKS;
  possible.set(
    key,
    before.filter(([, fits]) => fits(text)),
  );
}

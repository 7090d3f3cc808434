import { Gauge, type Registry } from 'prom-client';
import type { StoreCounts } from '../store/store-counts.js';

/** So long the counts of one scrape serve others as well. */
const FRESH_MS = 5_000;

type CountedLabels = Record<string, string | number> & { count: number };

/** Puts what the store counts into gauges; every replica of one store shows the same, so they are not to be added up. */
export function createStoreGauges(
  registry: Registry,
  countAll: () => Promise<StoreCounts>,
): { refresh(): Promise<void> } {
  const registers = [registry];
  const isUp = new Gauge({
    name: 'clientferry_store_up',
    help: 'Whether the store could be read for this answer.',
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name: `clientferry_${name}`, help, labelNames, registers });
  const gauges: Record<keyof StoreCounts, Gauge> = {
    sessions: gauge('sessions', 'Sessions by state as stored.', ['state']),
    imports: gauge('imports', 'Imports by how their hand-over stands.', ['outcome']),
    rejects: gauge('rejected_records', 'Rejected records of the lists that are kept.', ['code']),
    jobs: gauge('jobs', 'Jobs on the CRM.', ['kind', 'state']),
    notices: gauge('notices', 'Notices of ended imports.', ['channel', 'state']),
  };
  const read = keepFresh(countAll);
  return {
    async refresh() {
      const counts = await read().catch(() => undefined);
      isUp.set(counts ? 1 : 0);
      for (const name of Object.keys(gauges) as (keyof StoreCounts)[])
        show(gauges[name], counts?.[name] ?? []);
    },
  };
}

/** What is not counted any more is gone, not zero. */
function show(gauge: Gauge, counted: readonly CountedLabels[]): void {
  gauge.reset();
  for (const { count, ...labels } of counted) gauge.set(labels, count);
}

function keepFresh<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: { promise: Promise<T>; endsMs: number } | undefined;
  return () => {
    const nowMs = performance.now();
    if (!kept || kept.endsMs <= nowMs) kept = { promise: read(), endsMs: nowMs + FRESH_MS };
    return kept.promise;
  };
}

import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Store } from '../store/store.js';
import { createStoreGauges } from './store-gauges.js';

/** From a page out of memory to one that a busy disk keeps waiting, in seconds. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What became of the answer to one poll of a session. */
export interface PollFigures {
  status: number;
  sentWhole: boolean;
  clients: number;
  durationMs: number;
}

export interface Metrics {
  observePoll: (poll: PollFigures) => void;
  /** Counts a request for a page that was refused before a session was found for it, by why. */
  observeRefusal: (why: string) => void;
  /** Counts what a report of the host tells, by result; not for repeats. */
  observeReport: (clients: Readonly<Record<string, { count: number }>>) => void;
  /** All figures in the text format of Prometheus. */
  write(): Promise<{ contentType: string; body: string }>;
}

/**
 * The figures of this process, and what its store counts, in a registry of their own. No label tells a business, a staff
 * member, a client or an id (promises S23).
 */
export function createMetrics(store: Pick<Store, 'countAll'>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauges = createStoreGauges(registry, () => store.countAll());
  const polls = new Counter({
    name: 'clientferry_polls_total',
    help: 'Polls of sessions by the status of the answer, and whether it left whole.',
    labelNames: ['status', 'whole'],
    registers,
  });
  const refused = new Counter({
    name: 'clientferry_polls_refused_total',
    help: 'Requests for a page that were refused before a session was found for them, by why.',
    labelNames: ['why'],
    registers,
  });
  const sent = new Counter({
    name: 'clientferry_clients_sent_total',
    help: 'Clients in answers that left whole; those of a page that is asked for twice count twice.',
    registers,
  });
  const seconds = new Histogram({
    name: 'clientferry_poll_duration_seconds',
    help: 'From a poll to the end of its answer.',
    buckets: BUCKETS,
    registers,
  });
  const results = new Counter({
    name: 'clientferry_client_results_total',
    help: 'Clients by what the CRM reported of them.',
    labelNames: ['result'],
    registers,
  });
  return {
    observePoll({ status, sentWhole, clients, durationMs }) {
      polls.inc({ status, whole: String(sentWhole) });
      seconds.observe(durationMs / 1000);
      if (sentWhole) sent.inc(clients);
    },
    observeRefusal(why) {
      refused.inc({ why });
    },
    observeReport(clients) {
      for (const [result, { count }] of Object.entries(clients)) results.inc({ result }, count);
    },
    async write() {
      await gauges.refresh();
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

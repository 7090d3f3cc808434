/** `unanswered`: nobody was there, or not in time; `dropped`: never sent, which only the fault `drop-webhook` does. */
export type DeliveryOutcome = 'accepted' | 'refused' | 'unanswered' | 'dropped';

/** One webhook for one address, as `GET /sandbox/webhooks` shows it. */
export interface Delivery {
  import_id: string;
  event: string;
  target_url: string;
  body: unknown;
  outcome: DeliveryOutcome;
  /** Of the answer; null when there was none. */
  status: number | null;
  /** UTC, ISO 8601. */
  at: string;
}

export interface DeliveryCounts extends Record<DeliveryOutcome, number> {
  /** All but the dropped ones. */
  sent: number;
}

export interface WebhookLog {
  add(businessUid: string, delivery: Delivery): void;
  /** Of one business, oldest first; the counts tell of all, the list of the latest. */
  show(businessUid: string): { counts: DeliveryCounts; deliveries: readonly Delivery[] };
}

/** Older ones are counted only. */
const MOST_KEPT = 10_000;

/** Keeps in memory what became of the webhooks. */
export function createWebhookLog(): WebhookLog {
  const kept = new Map<string, { counts: DeliveryCounts; deliveries: Delivery[] }>();
  const of = (businessUid: string) => kept.get(businessUid) ?? { counts: zero(), deliveries: [] };
  return {
    add(businessUid, delivery) {
      const { counts, deliveries } = of(businessUid);
      kept.set(businessUid, { counts, deliveries });
      counts[delivery.outcome] += 1;
      if (delivery.outcome !== 'dropped') counts.sent += 1;
      deliveries.push(delivery);
      if (deliveries.length > MOST_KEPT) deliveries.shift();
    },
    show: of,
  };
}

const zero = (): DeliveryCounts => ({
  sent: 0,
  accepted: 0,
  refused: 0,
  unanswered: 0,
  dropped: 0,
});

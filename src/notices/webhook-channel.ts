import type { Outcome } from '../results/outcome.js';
import type { Channel, Delivery } from './channel.js';
import { countsOf } from './notice-counts.js';
import { pageLink } from './page-link.js';

/** A message of Standard Webhooks: its id stays the same for every attempt. */
export interface WebhookMessage {
  id: string;
  /** JSON. */
  body: string;
}

const TYPES: Record<Outcome, string> = {
  success: 'import.succeeded',
  issues: 'import.had_issues',
  failure: 'import.failed',
};

export interface WebhookChannelDeps {
  post: (message: WebhookMessage, signal: AbortSignal) => Promise<Delivery>;
  publicUrl: () => string | undefined;
}

/** Notices to a program of the operator, as `{type, timestamp, data}`; ids and numbers, no client data (promises S23). */
export function createWebhookChannel({ post, publicUrl }: WebhookChannelDeps): Channel {
  return {
    name: 'webhook',
    canTell: () => Promise.resolve(true),
    tell: ({ id, importId, businessUid, outcome, createdAt }, account, signal) => {
      const data = {
        import: importId,
        business_uid: businessUid,
        outcome,
        counts: countsOf(account),
        link: pageLink(publicUrl(), importId) ?? null,
      };
      const body = JSON.stringify({ type: TYPES[outcome], timestamp: createdAt, data });
      return post({ id, body }, signal);
    },
  };
}

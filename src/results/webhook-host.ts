/** A webhook that the host sends on behalf of our app. */
export interface Subscription {
  /** `entity/event_type`, such as `bulk_import/done`. */
  event: string;
  url: string;
}

/**
 * The host, as far as its webhooks go; it is spoken to in the name of the app (intandem-contract section 8). Every call throws
 * `host_unreachable` and `host_refused`, also when the app has no client id and secret to speak with.
 */
export interface WebhookHost {
  /** `already`: it was subscribed before, which is as good. */
  subscribe(event: string, url: string): Promise<'subscribed' | 'already'>;
  /** Those of an event, as far as the host tells of them. */
  list(event: string): Promise<Subscription[]>;
  unsubscribe(event: string, url: string): Promise<void>;
}

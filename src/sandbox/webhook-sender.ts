import axios from 'axios';
import type { DeliveryOutcome, WebhookLog } from './webhook-log.js';
import { limitTime } from './limit-time.js';
import type { WebhookSubscriptions } from './webhook-subscriptions.js';

const MAX_ANSWER_BYTES = 64 * 1024;

/** What is to be told to everybody who has subscribed to an event. */
export interface WebhookMessage {
  businessUid: string;
  importId: string;
  event: string;
  body: unknown;
}

export interface WebhookSenderOptions {
  subscriptions: WebhookSubscriptions;
  webhookLog: WebhookLog;
  /** For one answer. */
  timeoutMs: number;
  /** How often one webhook is tried in all, until an answer is good; the host's own rule is not known. */
  tries: number;
  now: () => Date;
  /** Aborted when the sandbox closes. */
  signal: AbortSignal;
}

export interface WebhookSender {
  hasSubscribers(event: string): boolean;
  /** Sends to every subscribed address and writes down what came of it; never throws. */
  send(message: WebhookMessage): Promise<void>;
  /** Writes down that a message was lost. */
  lose(message: WebhookMessage): void;
}

/** Makes the one place that sends webhooks: a plain POST without a signature (intandem-contract section 8). */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { subscriptions, webhookLog, timeoutMs, tries, now, signal } = options;
  const http = axios.create({
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    responseType: 'text',
    headers: { 'content-type': 'application/json', 'user-agent': 'sandbox-crm' },
    validateStatus: () => true,
  });

  /** The status of the answer; null when there was none. */
  async function post(url: string, text: string): Promise<number | null> {
    const limits = limitTime(signal, timeoutMs);
    return http.post<string>(url, text, { signal: limits }).then(
      ({ status }) => status,
      () => null,
    );
  }

  async function deliver(message: WebhookMessage, url: string, text: string): Promise<void> {
    for (let tried = 1; tried <= tries && !signal.aborted; tried += 1) {
      const status = await post(url, text);
      const outcome = outcomeOf(status);
      note(message, url, { outcome, status });
      if (outcome === 'accepted') return;
    }
  }

  function note(
    { businessUid, importId, event, body }: WebhookMessage,
    url: string,
    result: { outcome: DeliveryOutcome; status: number | null },
  ): void {
    const delivery = { import_id: importId, event, target_url: url, body, ...result };
    webhookLog.add(businessUid, { ...delivery, at: now().toISOString() });
  }

  const addressesFor = (event: string) => subscriptions.listFor(event).map((one) => one.target_url);
  return {
    hasSubscribers: (event) => addressesFor(event).length > 0,
    async send(message) {
      if (signal.aborted) return;
      const text = JSON.stringify(message.body);
      await Promise.all(addressesFor(message.event).map((url) => deliver(message, url, text)));
    },
    lose(message) {
      for (const url of addressesFor(message.event)) {
        note(message, url, { outcome: 'dropped', status: null });
      }
    },
  };
}

function outcomeOf(status: number | null): DeliveryOutcome {
  if (status === null) return 'unanswered';
  return status >= 200 && status < 300 ? 'accepted' : 'refused';
}

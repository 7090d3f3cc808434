import { Webhook } from 'standardwebhooks';
import { limitTime } from '../limit-time.js';
import type { Delivery } from '../notices/channel.js';
import type { WebhookChannelDeps } from '../notices/webhook-channel.js';

const TIMEOUT_MS = 10_000;

export interface WebhookOptions {
  /** From the configuration alone, so it may be an address of the operator's own network. */
  url: string;
  /** `whsec_` and base64. */
  secret: string;
  now: () => Date;
  timeoutMs?: number;
}

/**
 * Posts messages to the operator's address, signed as Standard Webhooks asks. Any 2xx answer is good, 410 means that nobody
 * wants them any more; redirects are not followed, and all else may be tried again.
 */
export function createWebhookPost(options: WebhookOptions): WebhookChannelDeps['post'] {
  const { url, secret, now, timeoutMs = TIMEOUT_MS } = options;
  const signer = new Webhook(secret);
  return async ({ id, body }, signal) => {
    const sentAt = now();
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'clientferry',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': signer.sign(id, sentAt, body),
    };
    const limit = limitTime(signal, timeoutMs);
    try {
      const request = { method: 'POST', headers, body, signal: limit, redirect: 'manual' } as const;
      const answer = await fetch(url, request);
      await answer.body?.cancel();
      return judge(answer.status);
    } catch {
      // What fetch throws may name the address, which can hold a secret.
      return refusal('The address of NOTICE_WEBHOOK_URL did not answer.');
    }
  };
}

function judge(status: number): Delivery {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const problem = `The address of NOTICE_WEBHOOK_URL answered ${status}.`;
  return status === 410 ? { ...refusal(problem), isFinal: true } : refusal(problem);
}

const refusal = (problem: string) => ({ kind: 'refused', problem, isFinal: false }) as const;

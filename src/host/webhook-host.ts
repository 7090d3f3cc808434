import { z } from 'zod';
import type { Config } from '../config.js';
import { FerryError } from '../errors.js';
import type { WebhookHost } from '../results/webhook-host.js';
import type { CrmManner } from './crm.js';
import { createHttp } from './create-http.js';
import { createHostCaller, unreadable, withoutQuote, type CallHost } from './host-caller.js';
import { RateLimit } from './rate-limit.js';
import { createServiceToken } from './service-token.js';

/** Where the host is, and how the app proves itself there. */
export type WebhookHostAccess = Pick<
  Config['intandem'],
  'apiUrl' | 'clientId' | 'clientSecret' | 'timeoutMs' | 'requestsPerSecond'
>;

const subscription = z.object({ entity: z.string(), event_type: z.string(), url: z.string() });
const subscriptions = z.object({ subscriptions: z.array(subscription) });

/** The list comes in an envelope of its own (intandem-contract section 8). */
const subscriptionList = z.union([
  z.object({ response: z.object({ data: subscriptions }) }).transform(({ response }) => response),
  z.object({ data: subscriptions }),
]);

/**
 * The host's webhooks, subscribed to with the app's own token as `bulk_import/done` demands (intandem-contract section 8). Our
 * address holds a secret, so no error says what the host said (promises S2).
 */
export function createWebhookHost(access: WebhookHostAccess, manner: CrmManner = {}): WebhookHost {
  const call = createAppCaller(access, manner);
  const post = (aim: string, path: string, data: Record<'event' | 'target_url', string>) =>
    call(aim, { method: 'POST', url: `/platform/v1/webhook/${path}`, data });
  return {
    async subscribe(event, url) {
      try {
        await post('send webhooks', 'subscribe', { event, target_url: url });
        return 'subscribed';
      } catch (error) {
        if (isAlreadyThere(error)) return 'already';
        throw withoutQuote(error);
      }
    },
    async list(event) {
      const [entity = '', type = ''] = event.split('/');
      const aim = 'list webhooks';
      const params = { 'filter[entity]': entity, 'filter[event_type]': type };
      const answer = await call(aim, { url: '/platform/v1/webhooks', params }).catch(quietly);
      const body = answer.kind === 'good' ? subscriptionList.safeParse(answer.body) : undefined;
      if (!body?.success) throw unreadable(aim);
      // The host may spell the event's type otherwise than in the subscription (`create` for `created`).
      const found = body.data.data.subscriptions.filter((one) => one.entity === entity);
      return found.map(({ url }) => ({ event, url }));
    },
    async unsubscribe(event, url) {
      await post('end webhooks', 'unsubscribe', { event, target_url: url }).catch(quietly);
    },
  };
}

/** The host answers 422 when the same event and address are there (intandem-contract section 8); there is no code for it. */
const isAlreadyThere = (error: unknown): boolean =>
  error instanceof FerryError &&
  error.code === 'host_refused' &&
  /already exists/i.test(error.message);

const quietly = (error: unknown): never => {
  throw withoutQuote(error);
};

/** The way to call the host with the app's token; one that is refused is asked for anew by the next call. */
function createAppCaller(
  access: WebhookHostAccess,
  { rate = new RateLimit(access.requestsPerSecond), ...manner }: CrmManner,
): CallHost {
  const { apiUrl, timeoutMs } = access;
  const http = createHttp({ baseUrl: apiUrl, timeoutMs });
  const call = createHostCaller(http, {
    ...manner,
    ...{ rate, timeoutMs, tokenHint: 'Check INTANDEM_CLIENT_ID and INTANDEM_CLIENT_SECRET.' },
    onTokenRefused: () => {
      token.forget();
      return Promise.resolve();
    },
  });
  const token = createServiceToken(call, access);
  return async (aim, request) => {
    const authorization = `Bearer ${await token.get()}`;
    return call(aim, { ...request, headers: { authorization } });
  };
}

import { Router, type Request } from 'express';
import { z } from 'zod';
import { callerOf } from './host-auth.js';
import { businessFailure, platformAnswer, platformFailure } from './host-envelopes.js';
import {
  IMPORT_EVENT,
  WEBHOOK_EVENTS,
  type WebhookSubscription,
  type WebhookSubscriptions,
} from './webhook-subscriptions.js';

const text = z.string().min(1);
const wantedWebhook = z.object({ event: text, target_url: text });
const unwantedWebhook = z.object({ target_url: text, event: text.optional() });
const filters = z.object({
  'filter[entity]': text.optional().catch(undefined),
  'filter[event_type]': text.optional().catch(undefined),
});

/**
 * Subscribing to webhooks, below `/platform/v1` (intandem-contract section 8). Staff see and change those of their business, the app
 * those of the app.
 */
export function createWebhooksApi(subscriptions: WebhookSubscriptions): Router {
  const router = Router();

  router.post('/webhook/subscribe', (req, res) => {
    const wanted = wantedWebhook.safeParse(req.body);
    if (!wanted.success) {
      res.status(400).json(platformFailure('event or target_url is missing'));
      return;
    }
    const { event, target_url: targetUrl } = wanted.data;
    if (event === IMPORT_EVENT && callerOf(req).kind !== 'app') {
      res.status(401).json(businessFailure('unauthorized', 'Unauthorized'));
      return;
    }
    if (!WEBHOOK_EVENTS.includes(event) || !isWebAddress(targetUrl)) {
      res.status(500).json({ response: 'Not Subscribed' });
      return;
    }
    const id = subscriptions.add(ownerOf(req), event, targetUrl);
    if (id === undefined) {
      res.status(422).json(platformFailure('Webhook already exists'));
      return;
    }
    res.status(201).json(platformAnswer({ subscription_id: String(id) }));
  });

  router.post('/webhook/unsubscribe', (req, res) => {
    const unwanted = unwantedWebhook.safeParse(req.body);
    if (!unwanted.success) {
      res.status(400).json(platformFailure('target_url is missing'));
      return;
    }
    const { target_url, event } = unwanted.data;
    const unsubscribed = subscriptions.remove(ownerOf(req), target_url, event);
    res.json(platformAnswer({ unsubscribed }));
  });

  router.get('/webhooks', (req, res) => {
    const wanted = filters.parse(req.query);
    const shown = subscriptions.list(ownerOf(req)).filter(({ event }) => {
      const [entity, type] = event.split('/');
      return (
        entity === (wanted['filter[entity]'] ?? entity) &&
        type === (wanted['filter[event_type]'] ?? type)
      );
    });
    const data = { subscriptions: shown.map(presentSubscription) };
    res.json({ response: { success: 'ok', data } });
  });

  return router;
}

function ownerOf(req: Request): string {
  const caller = callerOf(req);
  return caller.kind === 'app' ? 'app' : `business ${caller.account.businessUid}`;
}

/** The list shows `create` for an event that is named `created` everywhere else. */
function presentSubscription({ id, event, target_url }: WebhookSubscription) {
  const [entity, type = ''] = event.split('/');
  return { id, entity, event_type: type.replace(/^(create|update)d$/, '$1'), url: target_url };
}

function isWebAddress(address: string): boolean {
  return /^https?:$/.test(URL.parse(address)?.protocol ?? '');
}

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { AxiosInstance } from 'axios';
import type { Delivery, DeliveryCounts, ImportAccount } from '../../src/sandbox/sandbox.js';
import { REGISTERED } from './registered-app.js';
import { callAs, startRehearsal, type Rehearsal, type RehearsalOptions } from './rehearsal.js';

export interface WebhookBody {
  entity_name: string;
  event_type: string;
  data: {
    session_id: string | number | null;
    import_done: boolean;
    page: number;
    clients_import_status: Record<
      'created' | 'updated' | 'skipped' | 'failed',
      { count: number; external_ids: (string | number)[] }
    >;
  };
}

export interface WebhookListener {
  url: string;
  /** In the order in which they came. */
  heard: WebhookBody[];
}

/** Answers a webhook with this status; `nth` counts from 1. `undefined` never answers. */
export type AnswerWebhook = (nth: number) => number | undefined;

/** A tiny app that hears webhooks. */
export async function startListener(
  t: TestContext,
  answer: AnswerWebhook = () => 204,
): Promise<WebhookListener> {
  const heard: WebhookBody[] = [];
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      heard.push(JSON.parse(body) as WebhookBody);
      const status = answer(heard.length);
      if (status !== undefined) res.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/webhooks/secret-path`, heard };
}

/** Calls the sandbox as the registered app. */
export async function callAsApp({ sandbox }: Pick<Rehearsal, 'sandbox'>): Promise<AxiosInstance> {
  const { clientId, clientSecret } = REGISTERED;
  const { data } = await callAs(sandbox, '').post<{ access_token: string }>(
    '/oauth/service/token',
    { service_id: clientId, service_secret: clientSecret },
  );
  return callAs(sandbox, data.access_token);
}

export interface TalkingRehearsal extends Rehearsal, WebhookListener {
  /** Declares and waits until the import has ended and every webhook is accounted for. */
  importAll: (params?: Record<string, unknown>) => Promise<ImportAccount>;
  shown: () => Promise<{ counts: DeliveryCounts; deliveries: Delivery[] }>;
}

/** A rehearsal whose app has subscribed to what becomes of imports. */
export async function startTalkingRehearsal(
  t: TestContext,
  { answer, ...options }: RehearsalOptions & { answer?: AnswerWebhook } = {},
): Promise<TalkingRehearsal> {
  const listener = await startListener(t, answer);
  const rehearsal = await startRehearsal(t, { ...REGISTERED, webhookDelayMs: 60, ...options });
  const app = await callAsApp(rehearsal);
  const wanted = { event: 'bulk_import/done', target_url: listener.url };
  assert.equal((await app.post('/platform/v1/webhook/subscribe', wanted)).status, 201);
  const shown = async () => {
    const { data } = await rehearsal.http.get<{ counts: DeliveryCounts; deliveries: Delivery[] }>(
      '/sandbox/webhooks',
    );
    return data;
  };
  const importAll = async (params?: Record<string, unknown>) => {
    await rehearsal.declare(params);
    const account = await rehearsal.ended();
    await waitFor(async () => {
      const { deliveries } = await shown();
      const own = deliveries.filter((one) => one.import_id === account.id).map(pageOf);
      return new Set(own).size === account.pages;
    });
    return account;
  };
  return { ...rehearsal, ...listener, shown, importAll };
}

/** The page that a webhook tells of. */
export const pageOf = ({ body }: { body: unknown }): number => (body as WebhookBody).data.page;

/** Asks again and again until it is so; fails after 5 seconds. */
export async function waitFor(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await isSo()) return;
    await sleep(10);
  }
  assert.fail('It did not become so within 5 seconds');
}

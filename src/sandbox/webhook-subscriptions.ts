import type { CrmDatabase } from './crm-database.js';

/** Events that can be subscribed to (intandem-contract section 8); the sandbox sends the first one only. */
export const WEBHOOK_EVENTS: readonly string[] = [
  'bulk_import/done',
  'client/created',
  'client/updated',
  'lead/created',
  'matter/delete',
  'matter/recover',
  'tag/add',
  'tag/delete',
  'app_subscription/installed',
  'app_subscription/uninstalled',
  'application/installed',
  'application/uninstalled',
  'account/closed',
  'business/deleted',
  'staff/deactivated',
  'staff/deleted',
];

/** The event that tells of a stored page; only the app that runs imports may subscribe to it. */
export const IMPORT_EVENT = 'bulk_import/done';

/** One address that wants to be told of one event. */
export interface WebhookSubscription {
  id: number;
  event: string;
  target_url: string;
}

export interface WebhookSubscriptions {
  /** Gives the id of the subscription; undefined when it is there already. */
  add(owner: string, event: string, targetUrl: string): number | undefined;
  /** Takes one event, or all, away from an address; gives how many there were. */
  remove(owner: string, targetUrl: string, event: string | undefined): number;
  /** In the order in which they were made. */
  list(owner: string): WebhookSubscription[];
  /** Everybody's for one event. */
  listFor(event: string): WebhookSubscription[];
}

/** Who wants to be told of what, in the CRM's database: a restart forgets none. */
export function createWebhookSubscriptions(db: CrmDatabase): WebhookSubscriptions {
  const insert = db.prepare<[string, string, string]>(
    'INSERT OR IGNORE INTO webhooks (owner, event, target_url) VALUES (?, ?, ?)',
  );
  const drop = db.prepare<[object]>(`
    DELETE FROM webhooks
    WHERE owner = @owner AND target_url = @targetUrl AND (@event IS NULL OR event = @event)`);
  const select = db.prepare<[string], WebhookSubscription>(
    'SELECT id, event, target_url FROM webhooks WHERE owner = ? ORDER BY id',
  );
  const selectFor = db.prepare<[string], WebhookSubscription>(
    'SELECT id, event, target_url FROM webhooks WHERE event = ? ORDER BY id',
  );
  return {
    add(owner, event, targetUrl) {
      const { changes, lastInsertRowid } = insert.run(owner, event, targetUrl);
      return changes === 1 ? Number(lastInsertRowid) : undefined;
    },
    remove: (owner, targetUrl, event) =>
      drop.run({ owner, targetUrl, event: event ?? null }).changes,
    list: (owner) => select.all(owner),
    listFor: (event) => selectFor.all(event),
  };
}

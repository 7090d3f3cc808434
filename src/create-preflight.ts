import { statfs } from 'node:fs/promises';
import type { Config } from './config.js';
import { createAskOurselves } from './host/ask-ourselves.js';
import type { CrmManner } from './host/crm.js';
import type { ActingStaff } from './host/host-client.js';
import { createPreflightHost } from './host/preflight-host.js';
import { createWebhookHost } from './host/webhook-host.js';
import type { PreflightDeps } from './preflight/preflight-deps.js';
import type { Store } from './store/store.js';

/** What looking before an import needs, in the name of a staff member or with the token of the configuration. */
export function createPreflightDeps(
  config: Config,
  store: Store,
  { staff, manner = {} }: { staff?: ActingStaff; manner?: CrmManner } = {},
): PreflightDeps {
  const { intandem, publicUrl, exportSecrets, dataDir, database } = config;
  const canSubscribe = intandem.clientId !== undefined && intandem.clientSecret !== undefined;
  return {
    store,
    host: createPreflightHost(intandem, staff, manner),
    webhooks: canSubscribe ? createWebhookHost(intandem, manner) : undefined,
    askOurselves: createAskOurselves(intandem),
    settings: { publicUrl, exportSecrets, appCode: intandem.appCode },
    freeBytes: async () => {
      if (database !== undefined) return undefined;
      const { bavail, bsize } = await statfs(dataDir);
      return bavail * bsize;
    },
    now: () => new Date(),
  };
}

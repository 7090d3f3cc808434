import { createClientSearch, type ClientSearch } from './client-search.js';
import { createClientStore, type ClientStore } from './client-store.js';
import { openCrmDatabase } from './crm-database.js';
import { createFieldStore, type FieldStore } from './field-store.js';
import { createImportStore, type ImportStore } from './import-store.js';
import { createWebhookSubscriptions, type WebhookSubscriptions } from './webhook-subscriptions.js';

/** Everything the sandbox CRM remembers. */
export interface CrmStore {
  fields: FieldStore;
  clients: ClientStore;
  searchClients: ClientSearch;
  imports: ImportStore;
  subscriptions: WebhookSubscriptions;
  /** Runs synchronous work as one SQLite transaction: all of it is kept, or none. */
  atomically<T>(work: () => T): T;
  close(): void;
}

/** Opens the CRM's memory, a SQLite file or (without one) memory only. Throws the driver's error. */
export function openCrmStore(now: () => Date, file = ':memory:'): CrmStore {
  const db = openCrmDatabase(file);
  const imports = createImportStore(db, now);
  imports.abandonLeftovers();
  return {
    fields: createFieldStore(db),
    clients: createClientStore(db, now),
    searchClients: createClientSearch(db),
    imports,
    subscriptions: createWebhookSubscriptions(db),
    atomically: (work) => db.transaction(work).immediate(),
    close: () => {
      db.close();
    },
  };
}

import { createClientReader, emailKey, type ClientValues } from './client-values.js';
import type { CrmStore } from './crm-store.js';
import type { NewImport, PageCounts, StartedImport } from './import-store.js';

export interface ApplyOptions {
  store: CrmStore;
  started: StartedImport;
  wanted: NewImport;
  /** Becomes the `source` of every created client. */
  appName: string;
}

/** The tag `imported_{DATE_TIME}` of an import's clients; the exact form of the time is not known (section 2). */
export function importTagOf(startedAt: string): string {
  return `imported_${startedAt.slice(0, 19).replace('T', '_').replaceAll(':', '-')}`;
}

/**
 * Makes the function that takes pages of one import over into the CRM, each in one transaction and at most once.
 * Clients are matched by e-mail; a client is created, updated, skipped or failed (intandem-contract sections 1, 2 and 8).
 */
export function createPageApplier({ store, started, wanted, appName }: ApplyOptions) {
  const { businessUid, shouldOverride, uploadType } = wanted;
  const importTag = importTagOf(started.startedAt);
  const ignored = new Set<string>();
  const importedHere = new Set<string>();

  function applyClient(values: ClientValues): keyof PageCounts {
    const tagged = { ...values, tags: [...new Set([...values.tags, importTag])] };
    const existing = store.clients.findByEmail(businessUid, values.system.email);
    if (existing !== undefined && isNextMatter(values)) {
      store.clients.addMatters(existing, values.matters);
      return 'created';
    }
    if (existing !== undefined) {
      if (!shouldOverride) return 'skipped';
      noteImported(values);
      store.clients.overwrite(existing, tagged);
      return 'updated';
    }
    if (values.system.first_name === undefined) return 'failed';
    noteImported(values);
    store.clients.create(businessUid, tagged, appName);
    return 'created';
  }

  /** Flat records of one contact follow each other; each brings a matter more. */
  function isNextMatter({ system, matters }: ClientValues): boolean {
    return (
      uploadType === 'multi' && matters.length > 0 && importedHere.has(emailKey(system.email) ?? '')
    );
  }

  function noteImported({ system }: ClientValues): void {
    const key = emailKey(system.email);
    if (uploadType === 'multi' && key !== undefined) importedHere.add(key);
  }

  return function applyPage(page: number, clients: readonly Record<string, unknown>[]): void {
    store.atomically(() => {
      if (!store.imports.claimPage(started.seq, page)) return;
      const fields = store.fields.list(businessUid);
      const readClient = createClientReader({ fields, hasMatters: uploadType === 'multi' });
      const counts: PageCounts = { created: 0, updated: 0, skipped: 0, failed: 0 };
      for (const client of clients) {
        const values = readClient(client);
        values.ignoredKeys.forEach((key) => ignored.add(key));
        counts[applyClient(values)] += 1;
      }
      store.imports.addCounts(started.seq, counts);
      store.imports.noteIgnoredFields(started.seq, [...ignored].sort());
    });
  };
}

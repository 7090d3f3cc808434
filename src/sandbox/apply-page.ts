import { createClientReader, emailKey, type ClientValues } from './client-values.js';
import type { CrmStore } from './crm-store.js';
import type { WireClient } from './export-page.js';
import type { FailedClient, NewImport, PageCounts, StartedImport } from './import-store.js';

export interface ApplyOptions {
  store: CrmStore;
  started: StartedImport;
  wanted: NewImport;
  /** Becomes the `source` of every created client. */
  appName: string;
  /** The places (from 0) of the clients of a page that are not taken, for no fault of theirs. */
  failingPlaces: (page: number, clients: readonly WireClient[]) => ReadonlySet<number>;
}

/** What became of a client. */
export type Outcome = keyof PageCounts;

/** What became of every client of a page, in page order. */
export type PageOutcome = readonly { outcome: Outcome; externalId: string | number | undefined }[];

/** The tag `imported_{DATE_TIME}` of an import's clients; the exact form of the time is not known (section 2). */
export function importTagOf(startedAt: string): string {
  return `imported_${startedAt.slice(0, 19).replace('T', '_').replaceAll(':', '-')}`;
}

/**
 * Makes the function that takes pages of one import over into the CRM, each in one transaction and at most once; it gives what
 * became of the clients, or undefined for a page that was taken before. Clients are matched by e-mail; a client is created,
 * updated, skipped or failed (intandem-contract sections 1, 2 and 8).
 */
export function createPageApplier(options: ApplyOptions) {
  const { store, started, wanted, appName, failingPlaces } = options;
  const { businessUid, shouldOverride, uploadType } = wanted;
  const importTag = importTagOf(started.startedAt);
  const ignored = new Set<string>();
  const importedHere = new Set<string>();

  function applyClient(values: ClientValues): Exclude<Outcome, 'failed'> {
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
    noteImported(values);
    store.clients.create(businessUid, tagged, appName);
    return 'created';
  }

  /** Why a client is not taken. One that is there already needs no first name. */
  function refusalOf({ system }: ClientValues, isFailing: boolean): string | undefined {
    if (isFailing) return 'The CRM could not take it.';
    if (system.first_name !== undefined) return undefined;
    const isThere = store.clients.findByEmail(businessUid, system.email) !== undefined;
    return isThere ? undefined : 'It has no first name.';
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

  function takeOver(page: number, clients: readonly WireClient[]): PageOutcome {
    const fields = store.fields.list(businessUid);
    const readClient = createClientReader({ fields, hasMatters: uploadType === 'multi' });
    const failing = failingPlaces(page, clients);
    const failures: FailedClient[] = [];
    const outcomes = clients.map((client, place) => {
      const values = readClient(client);
      values.ignoredKeys.forEach((key) => ignored.add(key));
      const { externalId } = values;
      const reason = refusalOf(values, failing.has(place));
      if (reason === undefined) return { outcome: applyClient(values), externalId };
      failures.push({ page, name: nameOf(values), external_id: externalId ?? null, reason });
      return { outcome: 'failed' as const, externalId };
    });
    store.imports.addCounts(started.seq, countOutcomes(outcomes));
    store.imports.noteFailures(started.seq, failures);
    store.imports.noteIgnoredFields(started.seq, [...ignored].sort());
    return outcomes;
  }

  return (page: number, clients: readonly WireClient[]): PageOutcome | undefined =>
    store.atomically(() =>
      store.imports.claimPage(started.seq, page) ? takeOver(page, clients) : undefined,
    );
}

function countOutcomes(outcomes: PageOutcome): PageCounts {
  const counts: PageCounts = { created: 0, updated: 0, skipped: 0, failed: 0 };
  for (const { outcome } of outcomes) counts[outcome] += 1;
  return counts;
}

/** A client's name, or what else it has. */
function nameOf({ system }: ClientValues): string {
  const name = [system.first_name, system.last_name].filter((part) => part !== undefined).join(' ');
  return [name, system.email, system.phone].find((text) => text !== undefined && text !== '') ?? '';
}

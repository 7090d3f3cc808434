import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';
import type { ClientResult, ImportAccount } from './import-account.js';
import { foundAt } from './read-findings.js';
import { readResults, type ImportResults, type ResultsStore } from './read-results.js';
import { readFound, type FieldDifference, type Found } from './reconcile/found.js';
import { RESULTS } from './report.js';
import { resultOf } from './tally-reports.js';

/**
 * Which clients are wanted: those with a result, or `missing`: failed or unknown and not found in the CRM, or `different`:
 * there, but not as they were sent.
 */
export const CLIENT_CHOICES = [...RESULTS, 'unknown', 'missing', 'different'] as const;
export type ClientChoice = (typeof CLIENT_CHOICES)[number];

/** What became of one client. Client data: for staff of the business only. */
export interface ClientResultLine {
  seq: number;
  externalId: string | undefined;
  /** Where it came from. */
  file: string;
  line: number;
  /** `unknown` also for one of several that the host counted without naming them. */
  result: ClientResult;
  /** Undefined when it was not looked for in the CRM. */
  found: Found | undefined;
  /** Fields that are not in the CRM as they were sent. */
  fields: FieldDifference[];
  /** The client as it is served. */
  client: Record<string, unknown>;
}

export type ClientResultsStore = ResultsStore & Pick<Store, 'readOrigin' | 'findJobItem'>;

export interface ClientResultsChoice {
  /** The sequence number after which to go on; 0 to begin. */
  after: number;
  limit: number;
  /** Those that any of these fits; all when left out. */
  only?: readonly ClientChoice[];
}

/** The results of an import by client, read at one time. */
export interface ClientResults {
  list(choice: ClientResultsChoice): Promise<ClientResultLine[]>;
}

/**
 * What became of the clients of an import one by one, in the order of the batch. Throws `batch_not_found` when the list was
 * removed, `batch_damaged`.
 */
export async function listClientResults(
  store: ClientResultsStore,
  account: ImportAccount,
  choice: ClientResultsChoice,
): Promise<ClientResultLine[]> {
  return (await openClientResults(store, account)).list(choice);
}

/** The same, for going through all of them. Throws `batch_not_found`, `batch_damaged`. */
export async function openClientResults(
  store: ClientResultsStore,
  account: ImportAccount,
): Promise<ClientResults> {
  const batch = await store.findBatch(account.batchId);
  if (!batch) {
    throw new FerryError('batch_not_found', 'The list of this import was removed.', {
      hint: 'What became of its clients is known in numbers only.',
    });
  }
  const results = await readResults(store, { ...account, batch });
  return {
    list: ({ after, limit, only }) =>
      Promise.all(
        choose(results, { after, limit, only }).map((seq) => readLine(store, batch, results, seq)),
      ),
  };
}

function choose(
  results: ImportResults,
  { after, limit, only }: { after: number; limit: number; only: ClientResultsChoice['only'] },
): number[] {
  const chosen: number[] = [];
  const last = results.settled.bySeq.length - 1;
  for (let seq = after + 1; seq <= last && chosen.length < limit; seq++)
    if (!only || only.some((choice) => fits(results, seq, choice))) chosen.push(seq);
  return chosen;
}

function fits({ settled, findings }: ImportResults, seq: number, choice: ClientChoice): boolean {
  const result = resultOf(settled.bySeq[seq] ?? 0);
  const found = findings && foundAt(findings, seq);
  switch (choice) {
    case 'missing':
      return found === 'missing' && (result === 'failed' || result === 'unknown');
    case 'different':
      return found === 'different' || found === 'different_before';
    default:
      return result === choice;
  }
}

async function readLine(
  store: ClientResultsStore,
  batch: Batch,
  { settled, findings, findingJobs }: ImportResults,
  seq: number,
): Promise<ClientResultLine> {
  const origin = await store.readOrigin(batch.id, seq);
  const client = JSON.parse(origin?.json ?? '{}') as Record<string, unknown>;
  const { external_id: externalId } = client;
  const found = findings && foundAt(findings, seq);
  const isDifferent = found === 'different' || found === 'different_before';
  return {
    seq,
    externalId: typeof externalId === 'string' ? externalId : undefined,
    file: batch.files[origin?.lead.file ?? -1]?.name ?? '',
    line: origin?.lead.line ?? 0,
    result: resultOf(settled.bySeq[seq] ?? 0),
    found,
    fields: isDifferent ? await readDifferences(store, findingJobs, seq) : [],
    client,
  };
}

/** The latest look that met the client tells. */
async function readDifferences(
  store: ClientResultsStore,
  jobs: ImportResults['findingJobs'],
  seq: number,
): Promise<FieldDifference[]> {
  for (const { id } of [...jobs].reverse()) {
    const item = await store.findJobItem(id, seq);
    if (item) return readFound(item.body)?.fields ?? [];
  }
  return [];
}

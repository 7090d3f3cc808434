import type { JobStore } from '../jobs/job-store.js';
import { readFound, type FieldDifference } from '../results/reconcile/found.js';
import { nameOf, textOf } from '../results/client-text.js';
import { csvLine } from '../results/csv-line.js';
import type { SessionStore } from '../sessions/session-store.js';
import { findUndo } from './undo-account.js';
import type { UndoState } from './undo-progress.js';
import type { UndoScope } from './undo-scope.js';
import { walkDeeds, type Deed, type DoneTo } from './walk-deeds.js';

export type UndoListStore = Pick<SessionStore, 'readClients'> &
  Pick<JobStore, 'listJobItems' | 'listJobs' | 'findJobItem'>;

/** A client that an import created or overwrote, for people. */
export interface UndoLine {
  seq: number;
  externalId: string | undefined;
  name: string;
  /** Its id in the CRM. */
  crmId: string;
  deed: Deed;
  /** In the CRM, when it was looked at. UTC, ISO 8601. */
  createdAt: string | undefined;
  updatedAt: string | undefined;
  /** What became of it in the latest undo. */
  undone: UndoState | undefined;
  /** Of an overwritten one, the fields that had other values before; undefined when nobody had looked. */
  before: FieldDifference[] | undefined;
}

/** What people want to see: who would go, and who was changed and stays. */
const TOLD_DEEDS = [
  'created',
  'changed_since',
  'overridden',
  'unknown',
  'taken_back',
] as const satisfies readonly Deed[];

/**
 * The clients that an import created or overwrote, in their order; a plan is a scope. Throws `batch_damaged`.
 */
export async function* listUndo(
  store: UndoListStore,
  scope: UndoScope,
  deeds: readonly Deed[] = TOLD_DEEDS,
): AsyncGenerator<UndoLine> {
  const undo = await findUndo(store, scope.importId);
  const clients = new ClientReader(store, scope);
  for await (const done of walkDeeds(store, scope)) {
    if (!done.found || !deeds.includes(done.deed)) continue;
    const client = await clients.read(done.seq);
    const item = undo && (await store.findJobItem(undo.id, done.seq));
    yield {
      seq: done.seq,
      externalId: textOf(client, 'external_id'),
      name: nameOf(client),
      crmId: done.found.id,
      deed: done.deed,
      createdAt: done.found.createdAt,
      updatedAt: done.found.updatedAt,
      undone: item?.state as UndoState | undefined,
      before: await findBefore(store, scope, done),
    };
  }
}

/** The values that the CRM had before the import, where somebody had looked. */
async function findBefore(
  store: Pick<JobStore, 'findJobItem'>,
  { looksBeforeJobId }: UndoScope,
  { seq, deed }: DoneTo,
): Promise<FieldDifference[] | undefined> {
  if (deed !== 'overridden' || looksBeforeJobId === undefined) return undefined;
  const item = await store.findJobItem(looksBeforeJobId, seq);
  return item && readFound(item.body)?.fields;
}

const CLIENTS_PER_READ = 500;

/** Reads clients of a batch that are asked for in their order, some at a time. */
class ClientReader {
  readonly #store: Pick<SessionStore, 'readClients'>;
  readonly #scope: UndoScope;
  #firstSeq = 1;
  #texts: string[] = [];

  constructor(store: Pick<SessionStore, 'readClients'>, scope: UndoScope) {
    this.#store = store;
    this.#scope = scope;
  }

  async read(seq: number): Promise<Record<string, unknown>> {
    if (seq >= this.#firstSeq + this.#texts.length) {
      const { batchId, clients } = this.#scope;
      const lastSeq = Math.min(seq + CLIENTS_PER_READ - 1, clients);
      this.#texts = await this.#store.readClients(batchId, seq, lastSeq);
      this.#firstSeq = seq;
    }
    return JSON.parse(this.#texts[seq - this.#firstSeq] ?? '{}') as Record<string, unknown>;
  }
}

const COLUMNS = [
  ...['number', 'external_id', 'name', 'id_in_the_crm', 'what_the_import_did', 'what_the_undo_did'],
  ...['created_at', 'updated_at', 'fields_overwritten', 'values_before', 'values_sent'],
];

/**
 * The same as CSV text, piece by piece: every cell quoted and guarded against formulas (promises S17), and a byte order mark
 * first, so that spreadsheets read UTF-8.
 */
export async function* writeUndoFile(
  store: UndoListStore,
  scope: UndoScope,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(COLUMNS)}`;
  for await (const line of listUndo(store, scope)) yield csvLine(cellsOf(line));
}

function cellsOf({ seq, externalId, name, crmId, deed, undone, before, ...times }: UndoLine) {
  return [
    ...[String(seq), externalId ?? '', name, crmId, deed, undone ?? ''],
    ...[times.createdAt ?? '', times.updatedAt ?? ''],
    before?.map(({ key }) => key).join('\n') ?? (deed === 'overridden' ? 'not known' : ''),
    before?.map(({ theirs }) => theirs).join('\n') ?? '',
    before?.map(({ ours }) => ours).join('\n') ?? '',
  ];
}

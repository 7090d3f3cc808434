import { createHash } from 'node:crypto';
import { FerryError } from '../errors.js';
import { isOpen, type LedgerEntry, type Session } from '../sessions/session.js';
import type { Batch } from '../staging/batch.js';
import type { Installation, MoveLine } from './installation.js';
import { moveDrafts } from './move-drafts.js';
import { moveResults, refuseLiveJobs } from './move-results.js';
import { moveSignIn } from './move-sign-in.js';
import type { Store } from './store.js';

export type { MoveLine } from './installation.js';

/** Every batch was sealed before it. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z';
const CLIENTS_PER_READ = 1_000;

/**
 * Moves an installation into an empty or half-moved store: batches, sessions with their ledgers, what the host reported, jobs
 * and notices, mappings, drafts with their uploads, the host's tokens, the audit. What is there already is left alone, so a move that broke off is simply given again. The old store is only read. Returns the books, in which every
 * client is compared byte for byte. Throws `session_open` while a session is open, because its pages would stop,
 * and `job_running` while a job has work before it, because two would do it.
 */
export async function moveInstallation(from: Installation, to: Store): Promise<MoveLine[]> {
  const sessions = await from.listSessions();
  const open = sessions.find(isOpen);
  if (open) {
    throw new FerryError(
      'session_open',
      `The session ${open.id} is open, and its pages would stop in the middle.`,
      { hint: 'Wait until it is closed, or end it: clientferry cancel <session>.' },
    );
  }
  await refuseLiveJobs(from);
  const batches = await from.listBatches();
  const clients = createHash('sha256');
  const unkept = new Set((await from.listUnkeptBatches(END_OF_TIME)).map(({ id }) => id));
  for (const batch of batches)
    await moveBatch(from, to, batch, { clients, isKept: !unkept.has(batch.id) });
  for (const [id, until] of await from.listKeepUntil()) await to.setKeepUntil(id, until);
  for (const session of sessions) await moveSession(from, to, session);
  const mappings = from.listMappings();
  for (const { businessUid, fingerprint, mapping } of mappings)
    await to.rememberMapping(businessUid, fingerprint, mapping);
  return [
    ...(await drawUpBooks(from, to, batches, sessions, clients.digest('hex'))),
    ...(await moveResults(from, to, sessions)),
    ...(await moveDrafts(from, to)),
    ...(await moveSignIn(from, to)),
  ];
}

async function moveBatch(
  from: Installation,
  to: Store,
  batch: Batch,
  { clients, isKept }: { clients: ReturnType<typeof createHash>; isKept: boolean },
): Promise<void> {
  const isThere = (await to.findBatch(batch.id)) !== undefined;
  const writer = isThere ? undefined : await to.createBatchWriter(batch.id);
  try {
    await from.replayBatch(batch, {
      addClient(place, json, columns) {
        clients.update(json);
        writer?.addClient(place, json, columns);
      },
      addMerged: (place) => writer?.addMerged(place),
      addReject: (reject) => writer?.addReject(reject),
      addWarning: (warning) => writer?.addWarning(warning),
      drain: () => writer?.drain() ?? Promise.resolve(),
      seal: (sealed) => Promise.resolve(sealed),
      abandon: () => Promise.resolve(),
    });
    await writer?.seal(batch, { isKept });
  } finally {
    await writer?.abandon();
  }
}

async function moveSession(from: Installation, to: Store, session: Session): Promise<void> {
  if (!(await to.findSession(session.id))) await to.createSession(session);
  // In order, so that of a move that broke off the first ones are there.
  const there = await to.listLedger(session.id);
  const ledger = await from.listLedger(session.id);
  for (const entry of ledger.slice(there.length)) await to.recordPoll(entry);
}

async function drawUpBooks(
  from: Installation,
  to: Store,
  batches: readonly Batch[],
  sessions: readonly Session[],
  clientsBefore: string,
): Promise<MoveLine[]> {
  const moved = await Promise.all(batches.map(({ id }) => to.findBatch(id)));
  const polls = async (list: (id: string) => Promise<LedgerEntry[]>) => {
    let count = 0;
    for (const { id } of sessions) count += (await list(id)).length;
    return count;
  };
  const movedSessions = await Promise.all(sessions.map(({ id }) => to.findSession(id)));
  return [
    { what: 'batches', before: batches.length, after: moved.filter((one) => one).length },
    {
      what: 'clients',
      before: batches.reduce((sum, { counts }) => sum + counts.clients, 0),
      after: moved.reduce((sum, batch) => sum + (batch?.counts.clients ?? 0), 0),
    },
    {
      what: 'all clients, byte for byte',
      before: clientsBefore.slice(0, 16),
      after: (await digestClients(to, batches)).slice(0, 16),
    },
    {
      what: 'rejects',
      before: batches.reduce((sum, { counts }) => sum + counts.rejected, 0),
      after: await countRejects(to, batches),
    },
    { what: 'sessions', before: sessions.length, after: movedSessions.filter((one) => one).length },
    {
      what: 'polls in the ledgers',
      before: await polls((id) => from.listLedger(id)),
      after: await polls((id) => to.listLedger(id)),
    },
  ];
}

async function digestClients(to: Store, batches: readonly Batch[]): Promise<string> {
  const digest = createHash('sha256');
  for (const { id, counts } of batches) {
    for (let seq = 1; seq <= counts.clients; seq += CLIENTS_PER_READ) {
      const last = Math.min(seq + CLIENTS_PER_READ - 1, counts.clients);
      for (const json of await to.readClients(id, seq, last)) digest.update(json);
    }
  }
  return digest.digest('hex');
}

async function countRejects(to: Store, batches: readonly Batch[]): Promise<number> {
  let count = 0;
  for (const { id } of batches) {
    for (let after = 0; ;) {
      const rejects = await to.readRejects(id, after, CLIENTS_PER_READ);
      count += rejects.length;
      if (rejects.length < CLIENTS_PER_READ) break;
      after = rejects.at(-1)?.id ?? after;
    }
  }
  return count;
}

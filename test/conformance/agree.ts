import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { drawUpAccount } from '../../src/results/session-account.js';
import { readFlag } from '../../src/sessions/flags.js';
import { until } from '../helpers/poll.js';
import { QUIET_MS, type Model, type ModelSession } from './model.js';
import type { World } from './world.js';

/** An entry of the ledger is written a moment after its answer has left. */
const WAIT_MS = 2_000;

/** Compares all that can be seen of the app with the model: batches, sessions in their order, states, and the ledger. */
export async function agree(model: Model, world: World): Promise<void> {
  const said = model.sessions.map((session) => describe(model, session));
  const seen = () => seeSessions(world);
  await until('the ledger is written', async () => isSame(await seen(), said), WAIT_MS).catch(
    () => undefined,
  );
  assert.deepEqual(await seen(), said);
  await agreeOnBatches(model, world);
}

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

function describe(model: Model, session: ModelSession) {
  const { id, businessUid, batch, pageSize, polls, troubled, flags, closedMs } = session;
  return {
    ...{ id, businessUid, batchId: batch.id, state: model.shown(session), pageSize },
    ...{ clients: batch.clients.length, rejected: batch.rejected },
    ...{ handedOver: session.sent.size, polls, troubled, flags: [...flags].sort() },
    closedAt: closedMs === undefined ? undefined : new Date(closedMs).toISOString(),
  };
}

async function seeSessions({ app, now }: World): Promise<ReturnType<typeof describe>[]> {
  const store = app.store();
  // Newest first, as people see them.
  const sessions = (await store.listSessions()).reverse();
  return Promise.all(
    sessions.map(async (session) => {
      const { id, businessUid, batchId, pageSize, flags, closedAt } = session;
      const account = await drawUpAccount(store, session, { now: now(), quietMs: QUIET_MS });
      const { state, clients, handedOver, rejected, polls, troubledPolls: troubled } = account;
      return {
        ...{ id, businessUid, batchId, state, pageSize, clients, rejected },
        ...{ handedOver, polls, troubled, flags: flags.map(nameOfFlag).sort(), closedAt },
      };
    }),
  );
}

/** A flag as the model has it. */
export const nameOfFlag = (sentence: string): string => readFlag(sentence)?.code ?? sentence;

async function agreeOnBatches({ batches }: Model, { app }: World): Promise<void> {
  const staged = await app.store().listBatches();
  assert.deepEqual(staged.map(({ id }) => id).sort(), batches.map(({ id }) => id).sort());
  for (const { id, counts } of staged) {
    const said = batches.find((one) => one.id === id);
    assert.deepEqual([counts.clients, counts.rejected], [said?.clients.length, said?.rejected]);
    assert.ok(existsSync(join(app.dataDir(), 'batches', `${id}.db`)), 'its file is there');
  }
}

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { writePlainList } from '../helpers/lists.js';
import { until } from '../helpers/poll.js';
import { openTestStore, usePostgres } from '../helpers/postgres.js';
import { startProgram, type Program } from '../helpers/program.js';
import { createDeclaredSession } from '../helpers/store.js';
import { makeTempDir } from '../helpers/temp-dir.js';

const postgres = usePostgres();
const PAGE_SIZE = 50;
const CLIENTS = 1_030;

async function startReplica(
  t: TestContext,
  folder: string,
  url: string,
): Promise<Program & { origin: string }> {
  const program = startProgram(t, folder, ['serve', '--port', '0'], { DATABASE_URL: url });
  await until('serve listens', () => program.output().includes('\n'));
  return { ...program, origin: /http:\S+/.exec(program.output())?.[0] ?? '' };
}

test('two replicas behind a round-robin: pages are the same bytes, and kill -9 of one in mid-session loses nothing', async (t) => {
  const folder = makeTempDir(t);
  const url = await postgres.createDatabase();
  const list = join(folder, 'clients.csv');
  writePlainList(list, CLIENTS);
  const staging = startProgram(t, folder, ['stage', list, '--business', 'b1'], {
    DATABASE_URL: url,
  });
  assert.equal((await staging.exited).code, 0, staging.errors());

  const store = await openTestStore(t, url);
  const [batch] = await store.listBatches('b1');
  assert.ok(batch);
  const session = createDeclaredSession(batch);
  await store.createSession(session);
  const replicas = [await startReplica(t, folder, url), await startReplica(t, folder, url)];
  const ask = async (replica: number, page: number): Promise<string> => {
    const query = `business_uid=b1&staff_uid=x&page=${page}&per_page=${PAGE_SIZE}`;
    const answer = await fetch(`${replicas[replica]?.origin ?? ''}/app/clients/export?${query}`);
    assert.equal(answer.status, 200);
    return answer.text();
  };
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');

  const ids: unknown[] = [];
  const pages = Math.ceil(CLIENTS / PAGE_SIZE);
  for (let page = 1; page <= pages; page++) {
    if (page === 9) {
      replicas[0]?.kill('SIGKILL');
      await replicas[0]?.exited;
    }
    const alive = page < 9 ? page % 2 : 1;
    const text = await ask(alive, page);
    if (page < 9) assert.equal(digest(await ask(1 - alive, page)), digest(text));
    const { data } = JSON.parse(text) as { data: { clients: { external_id: string }[] } };
    ids.push(...data.clients.map((client) => client.external_id));
  }
  await ask(1, -1);
  assert.deepEqual(
    ids,
    Array.from({ length: CLIENTS }, (_, at) => String(at + 1).padStart(6, '0')),
  );
  assert.equal((await store.findSession(session.id))?.state, 'closed');
});

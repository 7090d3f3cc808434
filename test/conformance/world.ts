import assert from 'node:assert/strict';
import { createHostClient } from '../../src/host/host-client.js';
import type { DeclareDeps } from '../../src/sessions/declare.js';
import type { Store } from '../../src/store/store.js';
import { createId } from '../../src/create-id.js';
import type { Behaviour } from '../helpers/fake-host.js';
import { poll, type Answer } from '../helpers/poll.js';
import { QUIET_MS, type Expected, type ModelPoll } from './model.js';

/** The app as it runs, in whatever way, over a data folder of its own. */
export interface RunningApp {
  /** The store, as the command line has it open. */
  store(): Store;
  dataDir(): string;
  /** The address of the export route. */
  url(): string;
  setClock(ms: number): void;
  /** As a signal does that lets it finish; then it is started again. */
  restart(): Promise<void>;
  /** As kill -9 does, at this very moment; then it is started again over what the disk holds. */
  kill(): Promise<void>;
  end(): Promise<void>;
}

/** The CRM: what it does with the next declaration. */
export interface ScriptedHost {
  url: string;
  onPost: Behaviour;
}

/** Everything that is real in one run. */
export class World {
  readonly app: RunningApp;
  readonly host: ScriptedHost;
  /** Where the lists lie that are staged. */
  readonly listPath: string;
  nowMs: number;
  /** Every page that was ever answered: it is the same bytes for ever. */
  readonly #pages = new Map<string, string>();

  constructor(
    app: RunningApp,
    host: ScriptedHost,
    { listPath, nowMs }: { listPath: string; nowMs: number },
  ) {
    this.app = app;
    this.host = host;
    this.listPath = listPath;
    this.nowMs = nowMs;
    app.setClock(nowMs);
  }

  now = (): Date => new Date(this.nowMs);

  setClock(ms: number): void {
    this.nowMs = ms;
    this.app.setClock(ms);
  }

  /** Declares as the command line does. */
  declareDeps(timeoutMs: number): DeclareDeps {
    return {
      store: this.app.store(),
      now: this.now,
      host: createHostClient({
        apiUrl: this.host.url,
        appCode: 'clientferry',
        staffToken: undefined,
        timeoutMs,
      }),
      createId: () => createId('s'),
      quietMs: QUIET_MS,
    };
  }

  ask({ businessUid, staffUid, page, pageSize }: ModelPoll): Promise<Answer> {
    return poll(this.app.url(), {
      business_uid: businessUid,
      ...(staffUid !== undefined && { staff_uid: staffUid }),
      page,
      per_page: pageSize,
    });
  }

  /** Compares an answer with what was promised; `batchId` is that of the session that was asked. */
  judge(asked: ModelPoll, answer: Answer, expected: Expected, batchId: string | undefined): void {
    const { status, body } = answer;
    const what = `page ${asked.page} of ${asked.pageSize}`;
    assert.equal(status, expected.status, `${what}: ${body}`);
    if (expected.status === 404) assert.equal(body, NOT_FOUND);
    if (expected.status === 409) assert.match(body, /"code":"page_size_changed"/);
    if (expected.status === 200) {
      const { data } = JSON.parse(body) as { data: { clients: object[] } };
      assert.deepEqual(data.clients, expected.clients, what);
      const key = `${batchId} ${asked.page} ${asked.pageSize}`;
      assert.equal(body, this.#pages.get(key) ?? body, `${what} is the same bytes again`);
      this.#pages.set(key, body);
    }
  }
}

/** The one refusal, whatever the reason. */
export const NOT_FOUND = '{"error":{"code":"not_found","message":"Not found."}}';

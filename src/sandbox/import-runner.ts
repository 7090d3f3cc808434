import type { Account } from './account.js';
import { createPageApplier } from './apply-page.js';
import type { CrmStore } from './crm-store.js';
import { BrokenImport } from './export-page.js';
import { createExportPoller } from './export-poller.js';
import { createFaultScript, type FaultName, type FaultScript } from './faults.js';
import type { NewImport, StartedImport } from './import-store.js';
import { createPageFetcher } from './page-fetcher.js';
import { createPull, type PullEnd } from './puller.js';

export interface ImportRunnerOptions {
  store: CrmStore;
  apiUri: string;
  appName: string;
  perPage: number;
  faults: readonly FaultName[];
  seed: number;
  log: (line: string) => void;
}

/** One import that is registered and ready to pull. */
export interface ReadyImport {
  started: StartedImport;
  script: FaultScript;
  /** Asks for page 1 before anything else happens. */
  askEarly(): Promise<void>;
  /** Pulls in the background until the import has ended. */
  begin(): void;
}

export interface ImportRunner {
  prepare(account: Account, wanted: NewImport): ReadyImport;
  /** Stops all pulling, marks it abandoned, and waits until nothing is under way. */
  stop(): Promise<void>;
}

/** Starts imports and writes down how each one ends. */
export function createImportRunner(options: ImportRunnerOptions): ImportRunner {
  const { store, perPage, log } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let ordinal = 0;

  function prepare(account: Account, wanted: NewImport): ReadyImport {
    const started = store.imports.start(wanted);
    const { seq } = started;
    ordinal += 1;
    const script = createFaultScript({
      faults: options.faults,
      seed: options.seed,
      ordinal,
      onPlayed: (played) => {
        store.imports.noteFaults(seq, played);
      },
    });
    const poller = createExportPoller({
      apiUri: options.apiUri,
      businessUid: account.businessUid,
      staffUid: account.staffUid,
      signal: stopping.signal,
      onPoll: () => {
        store.imports.countPoll(seq);
      },
    });
    const onMismatch = (page: number) => {
      store.imports.countMismatch(seq);
      log(`import ${started.id}: page ${page} came back different`);
    };
    const fetcher = createPageFetcher({ poller, script, perPage, onMismatch });
    const applyPage = createPageApplier({ store, started, wanted, appName: options.appName });
    const pull = createPull({ poller, fetcher, script, perPage, applyPage });

    async function finish(): Promise<void> {
      const { state, reason } = await pull.run().catch(endOf);
      store.imports.finish(seq, state, reason);
      log(`import ${started.id}: ${state}${reason === null ? '' : `, ${reason}`}`);
    }
    return {
      started,
      script,
      askEarly: () => track(pull.askEarly()),
      begin() {
        if (stopping.signal.aborted) return;
        track(finish()).catch((error: unknown) => {
          log(`import ${started.id}: could not be written down, ${String(error)}`);
        });
      },
    };
  }

  async function track(work: Promise<void>): Promise<void> {
    running.add(work);
    await work.finally(() => running.delete(work));
  }

  function endOf(error: unknown): PullEnd {
    if (stopping.signal.aborted)
      return { state: 'abandoned', reason: 'the sandbox was stopped in the middle' };
    if (error instanceof BrokenImport) return { state: 'broken', reason: error.message };
    // a fault of the sandbox itself must show as well, not end the process
    log(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { state: 'broken', reason: `the sandbox itself failed: ${String(error)}` };
  }

  return {
    prepare,
    async stop() {
      stopping.abort();
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

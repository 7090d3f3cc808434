import type { Account } from './account.js';
import { createPageApplier } from './apply-page.js';
import type { CrmStore } from './crm-store.js';
import { BrokenImport, type WireClient } from './export-page.js';
import { createExportPoller } from './export-poller.js';
import { createFaultScript, type FaultName, type FaultScript } from './faults.js';
import type { AnswerForm } from './import-report.js';
import { createImportReporter, type ImportReporter } from './import-reporter.js';
import type { NewImport, StartedImport } from './import-store.js';
import { createPageFetcher } from './page-fetcher.js';
import { createPull, type Pull, type PullEnd } from './puller.js';
import { createWebhookSender, type WebhookSenderOptions } from './webhook-sender.js';

export interface ImportRunnerOptions {
  store: CrmStore;
  apiUri: string;
  appName: string;
  perPage: number;
  answerForm: AnswerForm;
  webhooks: Omit<WebhookSenderOptions, 'subscriptions' | 'signal'> & { longestDelayMs: number };
  faults: readonly FaultName[];
  seed: number;
  /** Share of the clients that `fail-clients` lets fail. */
  failShare: number;
  /** Clients that are not taken, whatever the faults. */
  failsFor: (client: WireClient) => boolean;
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
  /** Resolves when the app was told of the first page, or when it will not be told of any. */
  untilFirstReport(): Promise<void>;
}

export interface ImportRunner {
  prepare(account: Account, wanted: NewImport): ReadyImport;
  /** Stops all pulling, marks it abandoned, and waits until nothing is under way. */
  stop(): Promise<void>;
}

/** Starts imports, tells the app what became of their pages, and writes down how each one ends. */
export function createImportRunner(options: ImportRunnerOptions): ImportRunner {
  const { store, perPage, webhooks, failsFor, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const sender = createWebhookSender({ ...webhooks, subscriptions: store.subscriptions, signal });
  const running = new Set<Promise<void>>();
  let ordinal = 0;

  function prepare(account: Account, wanted: NewImport): ReadyImport {
    const started = store.imports.start(wanted);
    const script = writeScript(started);
    const reporter = createImportReporter({
      ...{ sender, script, started, signal, businessUid: account.businessUid },
      answerForm: options.answerForm,
      longestDelayMs: webhooks.longestDelayMs,
    });
    const pull = preparePull({ account, wanted, started, script, reporter });

    async function finish(): Promise<void> {
      const { state, reason } = await pull.run().catch(endOf);
      store.imports.finish(started.seq, state, reason);
      log(`import ${started.id}: ${state}${reason === null ? '' : `, ${reason}`}`);
      await reporter.finish();
    }
    return {
      started,
      script,
      askEarly: () => track(pull.askEarly()),
      begin() {
        if (signal.aborted) return;
        track(finish()).catch((error: unknown) => {
          log(`import ${started.id}: could not be written down, ${String(error)}`);
        });
      },
      untilFirstReport: () => reporter.untilFirst(),
    };
  }

  function writeScript({ seq }: StartedImport): FaultScript {
    ordinal += 1;
    const onPlayed = (played: FaultName[]) => {
      store.imports.noteFaults(seq, played);
    };
    const { faults, seed, failShare } = options;
    return createFaultScript({ faults, seed, failShare, ordinal, onPlayed });
  }

  function preparePull(one: {
    account: Account;
    wanted: NewImport;
    started: StartedImport;
    script: FaultScript;
    reporter: ImportReporter;
  }): Pull {
    const { account, wanted, started, script, reporter } = one;
    const { businessUid, staffUid } = account;
    const onPoll = () => {
      store.imports.countPoll(started.seq);
    };
    const onMismatch = (page: number) => {
      store.imports.countMismatch(started.seq);
      log(`import ${started.id}: page ${page} came back different`);
    };
    const { apiUri, appName } = options;
    const poller = createExportPoller({ apiUri, businessUid, staffUid, signal, onPoll });
    const fetcher = createPageFetcher({ poller, script, perPage, onMismatch });
    const failingPlaces = (page: number, clients: readonly WireClient[]) => {
      const byChance = script.failingPlaces(page, clients.length);
      if (byChance.size > 0) script.note('fail-clients');
      const chosen = clients.flatMap((client, place) => (failsFor(client) ? [place] : []));
      return new Set([...byChance, ...chosen]);
    };
    const takeOver = createPageApplier({ store, started, wanted, appName, failingPlaces });
    const applyPage = (page: number, clients: readonly WireClient[]) => {
      const outcomes = takeOver(page, clients);
      if (outcomes) reporter.report(page, outcomes, clients.length < perPage);
    };
    return createPull({ poller, fetcher, script, perPage, applyPage });
  }

  async function track(work: Promise<void>): Promise<void> {
    running.add(work);
    await work.finally(() => running.delete(work));
  }

  function endOf(error: unknown): PullEnd {
    if (signal.aborted)
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

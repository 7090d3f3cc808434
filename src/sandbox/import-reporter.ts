import { setTimeout as sleep } from 'node:timers/promises';
import type { PageOutcome } from './apply-page.js';
import type { FaultScript, PageFault } from './faults.js';
import { presentReport, type AnswerForm } from './import-report.js';
import type { StartedImport } from './import-store.js';
import type { WebhookMessage, WebhookSender } from './webhook-sender.js';
import { IMPORT_EVENT } from './webhook-subscriptions.js';

export interface ImportReporterOptions {
  sender: WebhookSender;
  script: FaultScript;
  businessUid: string;
  started: StartedImport;
  answerForm: AnswerForm;
  /** The longest that `delay-webhook` keeps a webhook back. */
  longestDelayMs: number;
  /** Aborted when the sandbox closes. */
  signal: AbortSignal;
}

/** Tells the subscribers what became of each page of one import, in the background. */
export interface ImportReporter {
  report(page: number, outcomes: PageOutcome, isLast: boolean): void;
  /** To be called when no more pages come; resolves when everything has been sent. */
  finish(): Promise<void>;
  /** Resolves when the first webhook has been answered, or when there will be none. */
  untilFirst(): Promise<void>;
}

interface PageMessage extends WebhookMessage {
  page: number;
}

/** Builds it: in page order, one webhook after another, as far as the fault script leaves it at that. */
export function createImportReporter(options: ImportReporterOptions): ImportReporter {
  const { sender, script, businessUid, started, answerForm, longestDelayMs, signal } = options;
  const first = createMark();
  const over = createMark();
  let line = Promise.resolve();
  const late: Promise<void>[] = [];
  let keptBack: PageMessage | undefined;

  const deliver = async (message: PageMessage) => {
    if (script.has('early-webhook')) script.note('early-webhook');
    await sender.send(message);
    first.reach();
  };
  const deliverInLine = (message: PageMessage) => {
    line = line.then(() => deliver(message));
  };
  const deliverLate = (message: PageMessage) => {
    const delayMs = script.webhookDelayMs(message.page, longestDelayMs);
    const rested = sleep(delayMs, undefined, { signal });
    late.push(rested.then(() => deliver(message)).catch(() => undefined));
  };

  function plays(fault: PageFault, page: number): boolean {
    const strikes = script.strikes(fault, page);
    if (strikes) script.note(fault);
    return strikes;
  }

  function dispatch(message: PageMessage): void {
    const { page } = message;
    if (plays('delay-webhook', page)) deliverLate(message);
    else deliverInLine(message);
    if (!plays('repeat-webhook', page)) return;
    if (script.coin('repeat-webhook', page)) deliverInLine(message);
    else deliverLate(message);
  }

  return {
    report(page, outcomes, isLast) {
      if (!sender.hasSubscribers(IMPORT_EVENT)) return;
      const body = presentReport({ started, answerForm, page, isLast, outcomes });
      const message = { businessUid, importId: started.id, event: IMPORT_EVENT, body, page };
      if (plays('drop-webhook', page)) {
        sender.lose(message);
        return;
      }
      if (keptBack === undefined && script.strikes('reorder-webhook', page)) {
        keptBack = message;
        return;
      }
      dispatch(message);
      if (keptBack === undefined) return;
      script.note('reorder-webhook');
      dispatch(keptBack);
      keptBack = undefined;
    },
    async finish() {
      if (keptBack !== undefined) dispatch(keptBack);
      await Promise.all([line, ...late]);
      over.reach();
    },
    untilFirst: () => Promise.race([first.reached, over.reached]),
  };
}

/** A moment that can be waited for. */
function createMark(): { reached: Promise<void>; reach: () => void } {
  let reach = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { reached, reach };
}

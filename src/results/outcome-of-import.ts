import type { ImportAccount } from './import-account.js';
import type { Outcome } from './outcome.js';

/** The host reports each page on its own and in any order, so what is missing may be on its way for so long. */
const PATIENCE_MS = 10 * 60_000;

/**
 * How an import ended, by what is known at a time. `failure`: not all clients were handed over, or the host could store none of
 * them; `issues`: records were rejected, or clients failed, or are unknown when no more is to be heard; else `success`.
 */
export function outcomeOfImport(account: ImportAccount, now: Date): Outcome {
  const { clients, handedOver, rejected, results, missing } = account;
  // What the host tells of a client it has got, even if our ledger lost the page.
  const arrived = Math.max(handedOver, clients - results.unknown);
  if (arrived < clients || results.failed === clients) return 'failure';
  const unclear = isWellKnown(account, now) ? results.unknown : 0;
  return rejected + results.failed + missing + unclear > 0 ? 'issues' : 'success';
}

/**
 * Whether enough is known of an import to tell people: the host has reported every client, or has refused the import, or all
 * has been quiet for ten minutes since.
 */
export function isWellKnown(account: ImportAccount, now: Date): boolean {
  if (!account.isOver || account.goesOn) return false;
  if (account.results.unknown === 0) return true;
  if (account.sessions.at(-1)?.state === 'failed' && account.handedOver === 0) return true;
  const signs = [account.lastReportAt, ...account.sessions.map(({ closedAt }) => closedAt)];
  const last = Math.max(...signs.map((at) => (at === undefined ? 0 : Date.parse(at))));
  return now.getTime() - last >= PATIENCE_MS;
}

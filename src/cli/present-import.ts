import type { ImportAccount, ReconciliationSummary } from '../results/import-account.js';
import { count, plural, print, printable } from './output.js';

/** Prints the account of an import as people read it: it visibly adds up, and says what to do next. */
export function presentImport(account: ImportAccount): void {
  const { results, clients, rejected } = account;
  print(`Import       ${account.importId}`);
  print(`Business     ${printable(account.businessUid)}`);
  print(`Batch        ${account.batchId}`);
  print(`State        ${stateOf(account)}`);
  if (account.parts.length > 1) presentParts(account);
  print(`Handed over  ${count(account.handedOver)} of ${plural(clients, 'client')}`);
  print(`Reported     ${reportedOf(account)}`);
  print();
  print(`Clients      ${row(clients)}`);
  print(`  created    ${row(results.created)}`);
  print(`  updated    ${row(results.updated)}   were there, and were overwritten`);
  print(`  skipped    ${row(results.skipped)}   were there, and stayed as they were`);
  print(`  failed     ${row(results.failed)}   the CRM could not store them`);
  print(`  unknown    ${row(results.unknown)}   ${whyUnknown(account)}`);
  if (account.takenBack > 0)
    print(`Taken back   ${row(account.takenBack)}   of the created: deleted in the CRM again`);
  if (account.missing > 0)
    print(`Missing      ${row(account.missing)}   of the failed and unknown: not found in the CRM`);
  if (rejected > 0)
    print(`Rejected     ${row(rejected)}   of the records of the list, which were never sent`);
  if (account.reconciliation) presentReconciliation(account.reconciliation);
  for (const oddity of account.oddities) print(`Note         ${printable(oddity)}`);
  const next = nextOf(account);
  if (next.length > 0) print(`\nNext:\n${next.map((line) => `  clientferry ${line}`).join('\n')}`);
}

/** The results of an import in one line. */
export function resultsLine({ results, missing }: ImportAccount): string {
  const { created, updated, skipped, failed, unknown } = results;
  const told = `${count(created)} created, ${count(updated)} updated, ${count(skipped)} skipped, ${count(failed)} failed, ${count(unknown)} unknown`;
  return missing > 0 ? `${told} (${count(missing)} missing)` : told;
}

/** Prints what a look at the CRM found. */
export function presentReconciliation(found: ReconciliationSummary): void {
  const { state, isSample, startedAt, problem, progress } = found;
  print();
  print(`${isSample ? 'Spot check' : 'Compared'}   ${startedAt}: ${state}`);
  if (problem !== undefined) print(`             ${printable(problem)}`);
  print(`  looked at  ${row(progress.compared)}`);
  print(`  present    ${row(found.present)}`);
  print(`  different  ${row(found.different)}   of these, in at least one field`);
  print(`  before     ${row(found.presentBefore)}   of these, in the CRM before the import`);
  print(`  missing    ${row(found.missing)}`);
}

/** Clients that never went over are unknown to the CRM for another reason. */
function whyUnknown({ clients, handedOver, results: { unknown } }: ImportAccount): string {
  const notSent = Math.min(unknown, clients - handedOver);
  return notSent > 0 ? `${count(notSent)} of them were not handed over` : 'the CRM has not said';
}

/** Figures stand below each other. */
const row = (n: number): string => count(n).padStart(9);

function stateOf({ isOver, goesOn, parts }: ImportAccount): string {
  if (goesOn) return 'the next part begins by itself';
  if (!isOver) return parts.flatMap(({ state }) => state ?? []).at(-1) ?? 'prepared';
  return parts.every(({ state }) => state === 'closed')
    ? 'handed over whole, closed by the CRM'
    : 'over, but not everything was handed over';
}

function presentParts({ parts }: ImportAccount): void {
  for (const { part, firstSeq, lastSeq, state, handedOver } of parts) {
    const size = lastSeq - firstSeq + 1;
    const label = `Part ${part} of ${parts.length}`.padEnd(12);
    print(`${label} ${count(handedOver)} of ${count(size)}, ${state ?? 'not begun'}`);
  }
}

function reportedOf({ pages, isReportedDone, lastReportAt }: ImportAccount): string {
  if (lastReportAt === undefined) return 'nothing yet';
  return `${plural(pages.length, 'page')}, last at ${lastReportAt}; the CRM ${isReportedDone ? 'says that it is done' : 'has not said that it is done'}`;
}

function nextOf({
  importId,
  isOver,
  goesOn,
  parts,
  results,
  missing,
  reconciliation,
}: ImportAccount) {
  if (!isOver || goesOn) return [];
  const isCompared = reconciliation?.state === 'done' && !reconciliation.isSample;
  const isWhole = parts.every(({ state }) => state === 'closed');
  return [
    ...(isWhole ? [] : [`continue ${importId}`]),
    ...(results.unknown > 0 && !isCompared ? [`reconcile ${importId}`] : []),
    ...(results.failed + missing > 0 ? [`retry ${importId}`] : []),
    ...(results.failed + missing > 0
      ? [`results ${importId} --only failed,missing -o failed.csv`]
      : []),
  ];
}

import type { ImportResults } from './read-results.js';

const clients = (n: number): string => (n === 1 ? '1 client' : `${n} clients`);
const ids = (n: number): string => (n === 1 ? '1 external id' : `${n} external ids`);

/** What does not fit together about an import, in sentences for people; numbers only, no client data. */
export function tellOddities({ tally, settled }: ImportResults, handedOver: number): string[] {
  const { results } = settled;
  const reported = results.created + results.updated + results.skipped + results.failed;
  const told: [number, (n: number) => string][] = [
    [
      tally.foreignIds,
      (n) => `The CRM reported ${ids(n)} that are not in the list; they are not counted.`,
    ],
    [
      tally.sharedIds,
      (n) =>
        `${ids(n)} of the list ${n === 1 ? 'stands' : 'stand'} for several clients each; where the CRM does not say which of them it means, they are in the numbers only.`,
    ],
    [
      tally.beyondPages,
      (n) => `The CRM reported ${clients(n)} more than were on the pages; they are not counted.`,
    ],
    [
      settled.countedOnly,
      (n) =>
        `The CRM counted ${clients(n)} without saying which ones; they are in the numbers only.`,
    ],
    [
      reported - handedOver,
      (n) =>
        `The CRM has an answer for ${clients(n)} more than are known to have been handed over whole.`,
    ],
    [
      settled.failedButThere,
      (n) => `${clients(n)} that the CRM reported as failed ${n === 1 ? 'is' : 'are'} in the CRM.`,
    ],
    [
      settled.storedButMissing,
      (n) =>
        `${clients(n)} that the CRM reported as created or updated ${n === 1 ? 'was' : 'were'} not found in the CRM.`,
    ],
  ];
  return told.flatMap(([n, sentence]) => (n > 0 ? [sentence(n)] : []));
}

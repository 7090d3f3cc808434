import type { Rehearsal } from './rehearsal.js';

/** One line of the books: two figures that must be equal. */
export interface BookLine {
  what: string;
  left: number;
  right: number;
}

/** The books of a rehearsal, line by line, each from two independent counts. */
export function drawUpBooks({
  batch,
  expectedRejects,
  account,
  knownBefore,
  report,
  crm,
}: Rehearsal): BookLine[] {
  const { counts } = batch;
  const reported = report ? report.created + report.updated + report.skipped + report.failed : 0;
  return [
    {
      what: 'records = accepted + rejected',
      left: counts.records,
      right: counts.accepted + counts.merged + counts.rejected,
    },
    ...(expectedRejects === undefined
      ? []
      : [
          {
            what: 'rejected = bad records in the list',
            left: counts.rejected,
            right: expectedRejects,
          },
        ]),
    { what: 'accepted = handed over', left: counts.clients, right: account.handedOver },
    {
      what: 'handed over = created + updated + skipped + failed',
      left: account.handedOver,
      right: reported,
    },
    {
      what: 'clients in the CRM = known before + created',
      left: crm.total,
      right: knownBefore + (report?.created ?? 0),
    },
    {
      what: 'clients with the import tag = created',
      left: crm.imported,
      right: report?.created ?? 0,
    },
  ];
}

export const isBalanced = (line: BookLine): boolean => line.left === line.right;

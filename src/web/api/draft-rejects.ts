import { z } from 'zod';
import { correctRecord } from '../../drafts/correct-record.js';
import { countCauses } from '../../drafts/count-causes.js';
import { listDraftRejects } from '../../drafts/list-draft-rejects.js';
import type { CheckedReject } from '../../drafts/reject-checker.js';
import { replaceInRejects } from '../../drafts/replace-in-rejects.js';
import { undoLastEdit } from '../../drafts/undo-last-edit.js';
import type { ApiDeps } from './api-deps.js';
import { presentDraft } from './present-draft.js';
import { presentIssue } from './present-problem.js';
import { json, route, type ApiRoute } from './route.js';
import * as wire from './wire.js';

/** A whole number as it stands in a query; nothing else is one (promises S29). */
const wholeNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((number) => number <= most, `is more than ${most}`);

const pageOfRejects = z.object({
  after: wholeNumber(999_999_999).default(0),
  limit: wholeNumber(500)
    .refine((limit) => limit > 0, 'is 0')
    .default(50),
  code: z
    .string()
    .regex(/^\w{1,100}$/, 'is not a code')
    .optional(),
});

export function draftRejectRoutes({ drafts }: ApiDeps): ApiRoute[] {
  return [
    route({
      method: 'get',
      path: '/drafts/{uid}/rejects',
      summary: 'Records that were rejected, as they stand with their corrections',
      role: 'view',
      query: pageOfRejects,
      answers: json(wire.draftRejects),
      handle: async ({ who, params, query: { after, limit, code } }) => {
        const page = await listDraftRejects(drafts, who, params.uid, { after, limit, code });
        return {
          rejects: page.rejects.map(presentReject),
          next_after: page.nextAfter ?? null,
          headers: page.headers.map(({ source, columns }) => ({ source, columns: [...columns] })),
        };
      },
    }),
    route({
      method: 'get',
      path: '/drafts/{uid}/rejects/causes',
      summary: 'How many records were rejected for what; one with two issues counts for both',
      role: 'view',
      answers: json(wire.rejectCauses),
      handle: async ({ who, params }) => ({
        causes: Object.fromEntries(await countCauses(drafts, who, params.uid)),
      }),
    }),
    route({
      method: 'post',
      path: '/drafts/{uid}/corrections',
      summary: 'Correct cells of a rejected record',
      role: 'import',
      body: wire.correction,
      answers: json(wire.draftReject),
      audit: 'record_corrected',
      handle: async ({ who, params, body }) =>
        presentReject(await correctRecord(drafts, who, params.uid, body)),
    }),
    route({
      method: 'post',
      path: '/drafts/{uid}/corrections/replace',
      summary: 'Replace a value in one column of all rejected records',
      role: 'import',
      body: wire.bulkReplace,
      answers: json(wire.correctionsChanged),
      audit: 'values_replaced',
      handle: async ({ who, params, body }) => {
        const { cells, draft } = await replaceInRejects(drafts, who, params.uid, body);
        return { cells, draft: await presentDraft(drafts, who, draft) };
      },
    }),
    route({
      method: 'delete',
      path: '/drafts/{uid}/corrections/last',
      summary: 'Take back the last correction as a whole',
      role: 'import',
      answers: json(wire.correctionsChanged),
      audit: 'correction_undone',
      handle: async ({ who, params }) => {
        const { cells, draft } = await undoLastEdit(drafts, who, params.uid);
        return { cells, draft: await presentDraft(drafts, who, draft) };
      },
    }),
  ];
}

const presentReject = (reject: CheckedReject): wire.DraftRejectWire => ({
  id: reject.id,
  source: reject.source,
  record: reject.record,
  line: reject.line,
  cells: [...reject.cells],
  corrected: [...reject.corrected],
  issues: reject.issues.map(presentIssue),
});

import { z } from 'zod';
import { addFile } from '../../drafts/add-file.js';
import { changeDraft } from '../../drafts/change-draft.js';
import { createDraft } from '../../drafts/create-draft.js';
import { discardDraft } from '../../drafts/discard-draft.js';
import { getDraft, isOver } from '../../drafts/get-draft.js';
import { removeFile } from '../../drafts/remove-file.js';
import { allowLongBody } from '../body-time.js';
import type { ApiDeps } from './api-deps.js';
import { presentDraft, presentDraftLine } from './present-draft.js';
import { refuseOthers } from './refuse-others.js';
import { json, nothing, route, type ApiRoute } from './route.js';
import { UploadDoor } from './uploads.js';
import * as wire from './wire.js';

const LONGEST_NAME = 10_000;

export function draftRoutes(deps: ApiDeps): ApiRoute[] {
  const { drafts, limits } = deps;
  const door = new UploadDoor(limits.uploadsPerBusiness);
  return [
    route({
      method: 'get',
      path: '/drafts',
      summary: 'The lists that the business prepares, newest first',
      role: 'view',
      answers: json(wire.drafts),
      handle: async ({ who }) => {
        const found = await drafts.store.listDrafts(who.businessUid);
        const left = found.filter((draft) => !isOver(draft, drafts.now()));
        return { drafts: left.map(presentDraftLine) };
      },
    }),
    route({
      method: 'post',
      path: '/drafts',
      summary: 'Begin an empty draft',
      role: 'import',
      answers: json(wire.draft, 201),
      audit: 'draft_created',
      subject: ({ uid }) => uid,
      handle: async ({ who }) => presentDraft(drafts, who, await createDraft(drafts, who)),
    }),
    route({
      method: 'get',
      path: '/drafts/{uid}',
      summary: 'One draft: its files, how they are read, what their columns mean',
      role: 'view',
      answers: json(wire.draft),
      handle: async ({ who, params }) =>
        presentDraft(drafts, who, await getDraft(drafts, who, params.uid)),
    }),
    route({
      method: 'patch',
      path: '/drafts/{uid}',
      summary:
        'Change how files are read, what columns mean, how values and duplicates are treated',
      role: 'import',
      body: wire.draftChange,
      answers: json(wire.draft),
      audit: 'draft_changed',
      handle: async ({ who, params, body }) => {
        const change = readChange(body);
        return presentDraft(drafts, who, await changeDraft(drafts, who, params.uid, change));
      },
    }),
    route({
      method: 'delete',
      path: '/drafts/{uid}',
      summary: 'Discard a draft with its files',
      role: 'import',
      answers: nothing,
      audit: 'draft_discarded',
      handle: async ({ who, params }) => {
        const { staffUid } = await getDraft(drafts, who, params.uid);
        refuseOthers(who, staffUid, {
          message: 'This list was begun by somebody else.',
          hint: 'Ask them, or an administrator of your account, to discard it.',
        });
        await discardDraft(drafts, who, params.uid);
        return undefined;
      },
    }),
    route({
      method: 'post',
      path: '/drafts/{uid}/files',
      summary: 'Add a file, as it is, to a draft',
      role: 'import',
      query: z.object({ name: z.string().min(1).max(LONGEST_NAME) }),
      body: 'bytes',
      answers: json(wire.draft, 201),
      audit: 'file_uploaded',
      handle: async ({ who, params, query, req }) => {
        await getDraft(drafts, who, params.uid);
        const draft = await door.pass(params.uid, who.businessUid, () => {
          allowLongBody(req, { idleMs: limits.uploadIdleMs, wholeMs: limits.uploadMs });
          return addFile(drafts, who, params.uid, { name: query.name, bytes: req });
        });
        return presentDraft(drafts, who, draft);
      },
    }),
    route({
      method: 'delete',
      path: '/drafts/{uid}/files/{file}',
      summary: 'Take a file out of a draft',
      role: 'import',
      answers: json(wire.draft),
      audit: 'file_removed',
      handle: async ({ who, params }) =>
        presentDraft(drafts, who, await removeFile(drafts, who, params.uid, params.file)),
    }),
  ];
}

const readChange = ({ files, sources, value_maps, on_duplicate }: wire.DraftChangeWire) => ({
  files: files?.map(({ uid, read: { header_line, ...read } }) => ({
    uid,
    read: { ...read, headerLine: header_line },
  })),
  sources,
  valueMaps: value_maps,
  onDuplicate: on_duplicate,
});

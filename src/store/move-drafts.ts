import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { DraftStore } from '../drafts/draft-store.js';
import type { Installation, MoveLine } from './installation.js';

/** Every upload was written before it. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

/**
 * Moves drafts with their uploads, leaving alone what is there already; the uploads first, so that no draft stands without its
 * files. Returns the books, in which the uploads are compared byte for byte.
 */
export async function moveDrafts(from: Installation, to: DraftStore): Promise<MoveLine[]> {
  const uploads = (await from.listUploads(END_OF_TIME)).sort();
  const there = new Set(await to.listUploads(END_OF_TIME));
  for (const id of uploads) if (!there.has(id)) await moveUpload(from, to, id);
  const drafts = from.listDrafts();
  for (const draft of drafts) if (!(await to.findDraft(draft.id))) await to.createDraft(draft);

  const moved = await Promise.all(drafts.map(({ id }) => to.findDraft(id)));
  const now = new Set(await to.listUploads(END_OF_TIME));
  const kept = uploads.filter((id) => now.has(id));
  return [
    { what: 'drafts', before: drafts.length, after: moved.filter((one) => one).length },
    { what: 'uploads', before: uploads.length, after: kept.length },
    {
      what: 'all uploads, byte for byte',
      before: await digestUploads(from, uploads),
      after: await digestUploads(to, kept),
    },
  ];
}

async function moveUpload(from: Installation, to: DraftStore, id: string): Promise<void> {
  const local = await from.openUpload(id);
  try {
    await to.writeUpload(id, createReadStream(local.path));
  } finally {
    await local.release();
  }
}

async function digestUploads(
  store: Pick<DraftStore, 'openUpload'>,
  ids: readonly string[],
): Promise<string> {
  const digest = createHash('sha256');
  for (const id of ids) {
    const local = await store.openUpload(id);
    try {
      for await (const chunk of createReadStream(local.path)) digest.update(chunk as Buffer);
    } finally {
      await local.release();
    }
  }
  return digest.digest('hex').slice(0, 16);
}

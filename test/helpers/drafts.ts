import { Readable } from 'node:stream';
import { createId } from '../../src/create-id.js';
import { addFile } from '../../src/drafts/add-file.js';
import { createDraft } from '../../src/drafts/create-draft.js';
import type { Draft } from '../../src/drafts/draft.js';
import type { DraftDeps } from '../../src/drafts/draft-deps.js';
import { getDraft } from '../../src/drafts/get-draft.js';
import { startStaging } from '../../src/drafts/start-staging.js';
import { inspectFile } from '../../src/files/inspect-file.js';
import { openSources } from '../../src/files/open-sources.js';
import type { Identity } from '../../src/sign-in/identity.js';
import { stageFiles } from '../../src/staging/stage-files.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { openRecordSpool } from '../../src/store/sqlite/record-spool.js';
import type { Store } from '../../src/store/store.js';
import { PROFILES } from './map.js';
import { makeStore } from './store.js';
import type { Cleaner } from './temp-dir.js';
import { until } from './poll.js';

/** Somebody of the business b1. */
export const NOA: Identity = {
  businessUid: 'b1',
  businessName: 'Mill Lane Studio',
  staffUid: 'staff-noa',
  role: 'import',
  impersonatedBy: undefined,
  signedInAt: '2026-11-21T08:00:00.000Z',
};

/** Somebody of another business. */
export const MIRA: Identity = { ...NOA, businessUid: 'b2', staffUid: 'staff-mira' };

export interface Drafts {
  deps: DraftDeps;
  store: Store;
  dataDir: string;
}

/** The use-cases of drafts over a real store; files are read and staged in this thread. */
export function makeDrafts(t: Cleaner, changes: Partial<DraftDeps> = {}): Drafts {
  const { store, dataDir } = makeStore(t);
  const deps: DraftDeps = {
    store,
    profiles: PROFILES,
    inspectFile,
    inTurn: (work) => work(),
    onInternal: () => undefined,
    onGoingOn: () => undefined,
    stage: (request, { onProgress, signal }) =>
      stageFiles(
        {
          ...{ store, profiles: PROFILES, openSources, openKeyIndex, openRecordSpool, onProgress },
          createId: () => createId('b'),
          now: () => new Date(),
          throwIfStopped: () => {
            signal.throwIfAborted();
          },
        },
        request,
      ),
    listFields: () => Promise.resolve(undefined),
    createId,
    now: () => new Date(),
    settings: {
      reading: { region: undefined, zone: 'UTC' },
      matters: { form: 'nested', key: 'matters' },
      draftMs: 7 * 24 * 60 * 60_000,
      uploadMaxBytes: 1024 ** 2,
      maxFiles: 5,
    },
    ...changes,
  };
  return { deps, store, dataDir };
}

/** Adds a file of this content. */
export function upload(
  { deps }: Drafts,
  draft: Pick<Draft, 'id'>,
  name: string,
  content: string | Buffer,
): Promise<Draft> {
  return addFile(deps, NOA, draft.id, { name, bytes: Readable.from([Buffer.from(content)]) });
}

/** A draft of NOA with these files. */
export async function draftOf(
  drafts: Drafts,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<Draft> {
  let draft = await createDraft(drafts.deps, NOA);
  for (const [name, content] of Object.entries(files))
    draft = await upload(drafts, draft, name, content);
  return draft;
}

/** Waits until no staging of the draft runs. */
export async function settled({ deps }: Drafts, draft: Pick<Draft, 'id'>): Promise<Draft> {
  let now = await getDraft(deps, NOA, draft.id);
  await until(
    'the staging has ended',
    async () => {
      now = await getDraft(deps, NOA, draft.id);
      return now.staging?.state !== 'running';
    },
    60_000,
  );
  return now;
}

/** Stages a draft and waits for its end. */
export async function stageDraft(drafts: Drafts, draft: Pick<Draft, 'id'>): Promise<Draft> {
  await startStaging(drafts.deps, NOA, draft.id);
  return settled(drafts, draft);
}

/** The clients of the draft's batch, as they would be handed over. */
export async function clientsOf(
  { store }: Drafts,
  { batchId = '' }: Draft,
): Promise<Record<string, unknown>[]> {
  const batch = await store.findBatch(batchId);
  const texts = await store.readClients(batchId, 1, batch?.counts.clients ?? 0);
  return texts.map((text) => JSON.parse(text) as Record<string, unknown>);
}

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { FerryError } from '../../src/errors.js';
import { inspectFile } from '../../src/files/inspect-file.js';
import { openSources } from '../../src/files/open-sources.js';
import { stageFiles } from '../../src/staging/stage-files.js';
import { createStageRequest, type RequestChanges } from '../../src/staging/stage-request.js';
import { openKeyIndex } from '../../src/store/sqlite/key-index.js';
import { openRecordSpool } from '../../src/store/sqlite/record-spool.js';
import { PROFILES } from '../helpers/map.js';
import { createMemoryStore, type Written } from './memory-store.js';

/** What is staged, and how. */
export interface Input {
  readonly bytes: Buffer;
  readonly changes: RequestChanges;
}

/** What came of an input: the code of its refusal, or `staged`, and one text for all of it. */
export interface Verdict {
  readonly outcome: string;
  readonly digest: string;
}

/**
 * Stages an input through `path`, and looks at one of three as at an upload. Throws when it is refused by anything but a code of the closed set, when a
 * record is counted twice or not at all (R3), or when what would be served is no JSON.
 */
export async function judge(path: string, { bytes, changes }: Input): Promise<Verdict> {
  writeFileSync(path, bytes);
  if (bytes.length % 3 === 0) {
    const { problem } = await inspectFile(path, 'input', changes.read ?? {});
    assert.notEqual(problem?.code, 'internal');
  }
  const { store, written } = createMemoryStore();
  try {
    await stageFiles(
      {
        ...{ store, profiles: PROFILES, openSources, openKeyIndex, openRecordSpool },
        createId: () => 'b_1',
        now: () => new Date(0),
        throwIfStopped: () => undefined,
        onProgress: () => undefined,
      },
      createStageRequest([path], 'b1', changes),
    );
  } catch (error) {
    return refused(error);
  }
  checkBooks(written);
  return { outcome: 'staged', digest: digestOf(written) };
}

function refused(error: unknown): Verdict {
  if (!(error instanceof FerryError)) throw error;
  assert.notEqual(error.code, 'internal');
  return { outcome: error.code, digest: `${error.message} ${error.hint ?? ''}` };
}

/** Every record of every file once, from the first to the last, as accepted, merged or rejected; the counts say the same. */
function checkBooks({ batch, clients, merged, rejects }: Written): void {
  assert.ok(batch);
  const { counts, start } = batch;
  const places = [...clients, ...rejects].map(({ place }) => place).concat(merged);
  assert.equal(counts.clients, clients.length);
  assert.equal(counts.accepted, clients.length);
  assert.equal(counts.merged, merged.length);
  assert.equal(counts.rejected, rejects.length);
  assert.equal(counts.records, places.length + counts.outsideSlice);
  if (start === 1) assert.equal(counts.outsideSlice, 0);
  const numbers = new Map<number, number[]>();
  for (const { file, record } of places) numbers.set(file, [...(numbers.get(file) ?? []), record]);
  let passed = 0;
  for (const [file, found] of [...numbers].sort(([a], [b]) => a - b)) {
    assert.ok(batch.files[file], `file ${file}`);
    const sorted = found.sort((a, b) => a - b);
    const first = sorted[0] ?? 1;
    passed += first - 1;
    sorted.forEach((record, at) => {
      assert.equal(record, first + at, `record ${first + at} of file ${file}`);
    });
  }
  assert.ok(passed <= counts.outsideSlice);
  for (const { codes } of rejects) assert.ok(codes.length > 0, 'a reject has a reason');
  for (const { json } of clients) checkClient(json);
}

function checkClient(json: string): void {
  const client = JSON.parse(json) as Record<string, unknown>;
  assert.ok(typeof client === 'object' && !Array.isArray(client));
  // A key that came twice would be lost on the way.
  assert.equal(JSON.stringify(client).length, json.length);
}

function digestOf({ batch, ...rows }: Written): string {
  const { counts, files, fields } = batch ?? {};
  return createHash('sha256')
    .update(JSON.stringify([counts, files, fields, rows]))
    .digest('hex');
}

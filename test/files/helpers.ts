import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { FerryError, type ErrorCode } from '../../src/errors.js';
import type { RecordSource, SourceRecord } from '../../src/staging/record-source.js';

/** Path of a file in `test/fixtures`. */
export function fixture(name: string): string {
  return join(import.meta.dirname, '..', 'fixtures', name);
}

/** Writes a file into a folder of its own that goes away with the test. */
export async function temporaryFile(t: TestContext, content: string | Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clientferry-files-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'clients.csv');
  await writeFile(path, content);
  return path;
}

/** All records of one pass. */
export async function readAll(source: RecordSource): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const record of source.records()) records.push(record);
  return records;
}

/** For `assert.rejects`: a FerryError of this code whose message or hint matches. */
export function refusal(code: ErrorCode, words = /(?:)/): (error: unknown) => boolean {
  return (error) =>
    error instanceof FerryError &&
    error.code === code &&
    words.test(`${error.message} ${error.hint ?? ''}`);
}

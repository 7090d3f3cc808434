import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { FerryError, type ErrorCode } from '../../src/errors.js';
import { openSources } from '../../src/files/open-sources.js';
import type { ReadOptions, RecordSource, SourceRecord } from '../../src/staging/record-source.js';

/** Path of a file in `test/fixtures`. */
export function fixture(name: string): string {
  return join(import.meta.dirname, '..', 'fixtures', name);
}

/** Opens a file that holds one table. */
export async function openSource(path: string, options: ReadOptions): Promise<RecordSource> {
  const [source, ...others] = await openSources(path, options);
  assert.ok(source !== undefined && others.length === 0, 'one table');
  return source;
}

/** Writes a file into a folder of its own that goes away with the test. */
export async function temporaryFile(
  t: TestContext,
  content: string | Buffer,
  name = 'clients.csv',
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clientferry-files-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** All records of one pass. */
export async function readAll(source: RecordSource): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const record of source.records()) records.push(record);
  return records;
}

/** All records of a file, opened and read. */
export async function openAndRead(
  path: string,
  options: ReadOptions = {},
): Promise<SourceRecord[]> {
  return readAll(await openSource(path, options));
}

/** For `assert.rejects`: a FerryError of this code whose message or hint matches. */
export function refusal(code: ErrorCode, words = /(?:)/): (error: unknown) => boolean {
  return (error) =>
    error instanceof FerryError &&
    error.code === code &&
    words.test(`${error.message} ${error.hint ?? ''}`);
}

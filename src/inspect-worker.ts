import { inspectFile, type Inspection } from './files/inspect-file.js';
import type { ReadOptions } from './staging/record-source.js';

/** What crosses into the worker thread. */
export interface InspectTask {
  path: string;
  name: string;
  read: ReadOptions;
}

/** Looks at one uploaded file inside a worker thread. */
export default function runInspectTask({ path, name, read }: InspectTask): Promise<Inspection> {
  return inspectFile(path, name, read);
}

import { posix } from 'node:path';
import type { ByteSource } from '../byte-source.js';
import type { Archive } from './archive.js';
import type { ArchiveEntry } from './list-entries.js';
import { entryBytes } from './read-entry.js';

/** The parts of a document that is kept as a ZIP archive, found by name; upper and lower case are the same. */
export class ArchiveParts {
  readonly #archive: Archive;
  readonly #entries: ReadonlyMap<string, ArchiveEntry>;

  constructor(archive: Archive, entries: readonly ArchiveEntry[]) {
    this.#archive = archive;
    this.#entries = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  }

  /** Name of the whole document. */
  get name(): string {
    return this.#archive.name;
  }

  /** The bytes of a part, or undefined when there is none of that name. */
  find(part: string): ByteSource | undefined {
    const entry = this.#entries.get(partKey(part));
    return entry === undefined ? undefined : entryBytes(this.#archive, entry);
  }

  /** How long a part claims to be, in bytes; 0 when there is none. */
  claimedBytes(part: string): number {
    return this.#entries.get(partKey(part))?.entry.uncompressedSize ?? 0;
  }
}

/** Parts are named from the root or from `xl/`; these names never reach the file system. */
function partKey(part: string): string {
  return posix.normalize(part).replace(/^\/+/, '').toLowerCase();
}

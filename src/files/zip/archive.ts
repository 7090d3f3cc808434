import { open } from 'node:fs/promises';
import { fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { FerryError } from '../../errors.js';
import type { ByteSource } from '../byte-source.js';
import { maxNestedWorkbookBytes } from '../limits.js';

/** The bytes of a ZIP archive, which are read out of order. */
export interface Archive {
  /** For people. */
  readonly name: string;
  /** Where it lies, or its name when it is inside another one. */
  readonly path: string;
  /** Opens it; who calls closes it. Throws what yauzl and the file system throw. */
  open(): Promise<ZipFile>;
  /** Some bytes from its middle, fewer at the end. */
  readAt(position: number, length: number): Promise<Buffer>;
}

// Names are decoded in `entry-name.ts`. Sizes are compared with what entries claim while they are inflated.
const yauzlOptions = { autoClose: false, decodeStrings: false, validateEntrySizes: true };

/** An archive that is a file of its own. */
export function fileArchive(path: string, name: string): Archive {
  return {
    name,
    path,
    open: () => openPromise(path, yauzlOptions),
    async readAt(position, length) {
      const file = await open(path);
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}

/**
 * An archive that is an entry of another one, inflated into memory when it is needed and given back when it is not.
 * Reading it throws `file_too_large` over 64 MiB.
 */
export function memoryArchive(source: ByteSource): Archive {
  let kept: WeakRef<Buffer> | undefined;
  const load = async (): Promise<Buffer> => {
    const bytes = kept?.deref() ?? (await readWhole(source));
    kept = new WeakRef(bytes);
    return bytes;
  };
  return {
    name: source.name,
    path: source.name,
    open: async () => fromBufferPromise(await load(), yauzlOptions),
    readAt: async (position, length) => (await load()).subarray(position, position + length),
  };
}

async function readWhole(source: ByteSource): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source.read()) {
    bytes += chunk.length;
    if (bytes > maxNestedWorkbookBytes) throw tooLarge(source.name);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string): FerryError {
  return new FerryError(
    'file_too_large',
    `${name} is an archive of more than 64 MiB inside another one.`,
    {
      hint: 'Unpack the outer archive and give the inner one by itself.',
    },
  );
}

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Pictures and fonts are packed already. */
const PACKED = new Set(['.png', '.ico', '.woff2']);

/** The smallest first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A file of the page, whose name changes with what it holds. */
export interface Asset {
  type: string;
  isPackable: boolean;
  /** The bytes in an encoding; packed once, off the event loop, when first asked for. */
  read(encoding: Encoding): Promise<Buffer>;
}

/** The built page: its document, with a mark where the nonce goes, and its assets by name. */
export interface PageFiles {
  document: string;
  assets: ReadonlyMap<string, Asset>;
}

/** Reads the built page into memory; undefined when it is not built. */
export function loadPageFiles(folder: string): PageFiles | undefined {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return undefined;
  const assetsFolder = join(folder, 'assets');
  const names = existsSync(assetsFolder) ? readdirSync(assetsFolder) : [];
  return {
    // Relative to /start as well as to /, and the same with a slash behind it.
    document: readFileSync(index, 'utf8').replaceAll('"./assets/', '"/assets/'),
    assets: new Map(
      names.map((name) => [name, createAsset(name, readFileSync(join(assetsFolder, name)))]),
    ),
  };
}

function createAsset(name: string, bytes: Buffer): Asset {
  const extension = extname(name);
  const packed = new Map<Encoding, Promise<Buffer>>([['identity', Promise.resolve(bytes)]]);
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    isPackable: !PACKED.has(extension),
    read: (encoding) => {
      const body = packed.get(encoding) ?? pack(bytes, encoding);
      packed.set(encoding, body);
      return body;
    },
  };
}

/** About as small as it gets, at a fraction of the time of brotli's highest quality. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const pack = (bytes: Buffer, encoding: Encoding): Promise<Buffer> =>
  encoding === 'br' ? promisify(brotliCompress)(bytes, BROTLI) : promisify(gzip)(bytes);

import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** A file within an archive. */
export type Part = readonly [name: string, content: Buffer];

/** A file as an archive holds it, whatever that is worth. */
export interface Packed {
  readonly name: string;
  readonly packed: Buffer;
  /** What the archive says of it. */
  readonly bytes: number;
  readonly checksum: number;
}

/** A ZIP archive of these files, right in all its checksums and places, so that only what is in them is odd. */
export function packZip(parts: readonly Part[]): Buffer {
  return zipOfPacked(
    parts.map(([name, content]) => ({
      name,
      packed: deflateRawSync(content),
      bytes: content.length,
      checksum: crc32(content),
    })),
  );
}

/** A ZIP archive of files that are deflated already. */
export function zipOfPacked(entries: readonly Packed[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const { name, packed, bytes, checksum } of entries) {
    const nameBytes = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(checksum, 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, nameBytes, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    centrals.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), facts, place, nameBytes);
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  // As without ZIP64: 65,536 files are none.
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** The parts of an archive that was written by yazl, by their names. */
export function unpackZip(zip: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = zip.indexOf('PK\x01\x02'); at !== -1; at = zip.indexOf('PK\x01\x02', at + 1)) {
    const local = zip.readUInt32LE(at + 42);
    const nameLength = zip.readUInt16LE(local + 26);
    const from = local + 30 + nameLength + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    const name = zip.toString('utf8', local + 30, local + 30 + nameLength);
    parts.push([name, inflated(packed, zip.readUInt16LE(at + 10))]);
  }
  return parts;
}

const inflated = (packed: Buffer, method: number): Buffer =>
  method === 0 ? packed : inflateRawSync(packed);

import { FerryError } from '../errors.js';
import type { ByteSource } from './byte-source.js';
import { checkDecodes } from './check-decodes.js';
import { findBinaryLook, findUtf16Look } from './look-of-bytes.js';
import type { ByteScan } from './scan-bytes.js';
import { weighUtf8 } from './weigh-utf8.js';

export interface EncodingDecision {
  readonly encoding: string;
  /** In words for people. */
  readonly reason: string;
}

/**
 * Decides the encoding on all bytes of the file, so that a Windows-1252 letter in the last line counts as much as
 * one in the first. `named` is a name checked by `parseEncodingName`, or undefined.
 * Throws `file_not_text`, `encoding_uncertain`, `file_not_found`, `file_unreadable`.
 */
export async function decideEncoding(
  source: ByteSource,
  scan: ByteScan,
  named: string | undefined,
): Promise<EncodingDecision> {
  refuseBinary(source, scan, named);
  const decision =
    named === undefined ? await findEncoding(source, scan) : await acceptNamed(source, scan, named);
  if (decision.encoding !== 'utf-8') await checkDecodes(source, scan.bytes, decision.encoding);
  return decision;
}

function refuseBinary(source: ByteSource, scan: ByteScan, named: string | undefined): void {
  const look = findBinaryLook(scan.head);
  if (look !== undefined) {
    throw new FerryError(
      'file_not_text',
      `${source.name} looks like ${look}, not like a client list.`,
      {
        hint: 'Open it in the program it comes from and export it as CSV or XLSX.',
      },
    );
  }
  if (named !== undefined) return;
  if (scan.byteOrderMark === 'utf-32le') throw unmarked(source, 'utf-32le');
  if (scan.byteOrderMark?.startsWith('utf-16') === true || scan.firstNul === undefined) return;
  const wide = findUtf16Look(scan.head);
  if (wide !== undefined) throw unmarked(source, wide);
  throw new FerryError(
    'file_not_text',
    `${source.name} looks like binary data: byte ${scan.firstNul + 1} is NUL, which no CSV holds.`,
    { hint: 'Export the list again as CSV, or name the encoding with --encoding if it is text.' },
  );
}

function unmarked(source: ByteSource, encoding: string): FerryError {
  const message = `${source.name} looks like ${encoding.toUpperCase()} text, which is not recognised by itself.`;
  return new FerryError('file_not_text', message, {
    hint: `Try again with --encoding ${encoding}.`,
  });
}

async function findEncoding(source: ByteSource, scan: ByteScan): Promise<EncodingDecision> {
  const mark = scan.byteOrderMark;
  if (mark === 'utf-16le' || mark === 'utf-16be') {
    return { encoding: mark, reason: 'byte order mark' };
  }
  if (scan.isUtf8) {
    const reason = mark === 'utf-8' ? 'byte order mark' : 'every byte is valid UTF-8';
    return { encoding: 'utf-8', reason };
  }
  const weight = await weighUtf8(source);
  // An accented text in Windows-1252 is hardly ever valid UTF-8 by chance; half of it never is.
  if (mark === 'utf-8' || weight.characters >= weight.badBytes) {
    throw brokenUtf8(source, weight.firstBadLine, 'the rest of the file is');
  }
  return { encoding: 'windows-1252', reason: `line ${weight.firstBadLine} is not UTF-8` };
}

async function acceptNamed(
  source: ByteSource,
  scan: ByteScan,
  named: string,
): Promise<EncodingDecision> {
  if (named === 'utf-8' && !scan.isUtf8) {
    const weight = await weighUtf8(source);
    throw brokenUtf8(source, weight.firstBadLine, '--encoding says UTF-8');
  }
  if (named !== 'utf-16') return { encoding: named, reason: 'named by --encoding' };
  const encoding = scan.byteOrderMark === 'utf-16be' ? 'utf-16be' : 'utf-16le';
  return { encoding, reason: 'named by --encoding' };
}

function brokenUtf8(source: ByteSource, line: number, contrast: string): FerryError {
  return new FerryError(
    'encoding_uncertain',
    `${source.name}, line ${line}: a byte there is not valid UTF-8, but ${contrast}.`,
    { hint: 'Repair that line, or name the encoding with --encoding, e.g. windows-1252.' },
  );
}

import { StringDecoder } from 'node:string_decoder';
import iconv from 'iconv-lite';
import { findByteOrderMark } from './byte-order-mark.js';
import { codeUnitBytes } from './encoding-name.js';

/** Yields the text of bytes that come in chunks, without byte order mark; no piece ends inside a surrogate pair. */
export async function* decodeText(
  chunks: AsyncIterable<Buffer>,
  encoding: string,
): AsyncGenerator<string, void, undefined> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: false });
  const isWide = codeUnitBytes(encoding) > 1;
  let isFirst = true;
  let kept = '';
  for await (const chunk of chunks) {
    let text = kept + decoder.write(isFirst && !isWide ? withoutUtf8Mark(chunk) : chunk);
    if (isFirst && text !== '') {
      text = text.replace(/^\uFEFF/, '');
      isFirst = false;
    }
    // Half a pair, written alone to the parser, would become a replacement character.
    kept = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
    yield text.slice(0, text.length - kept.length);
  }
  yield kept + (decoder.end() ?? '');
}

/**
 * What csv-parse is fed with. It works on UTF-8 bytes inside, so a UTF-8 file (checked by the first pass) goes in
 * as it is: decoding it only to encode it again would double the work per byte.
 */
export function decodeForParser(
  chunks: AsyncIterable<Buffer>,
  encoding: string,
): AsyncIterable<Buffer | string> {
  return encoding === 'utf-8' ? chunks : decodeText(chunks, encoding);
}

/** Yields UTF-8 bytes as text, byte order mark and all; what is text already goes through as it is. */
export async function* decodeUtf8(
  pieces: AsyncIterable<Buffer | string>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8');
  for await (const piece of pieces) yield typeof piece === 'string' ? piece : decoder.write(piece);
  yield decoder.end();
}

/** A UTF-8 mark before text in another encoding is junk that some editors leave; no text begins with it. */
function withoutUtf8Mark(chunk: Buffer): Buffer {
  return findByteOrderMark(chunk) === 'utf-8' ? chunk.subarray(3) : chunk;
}

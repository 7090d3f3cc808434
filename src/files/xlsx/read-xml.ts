import { SaxesParser } from 'saxes';
import { FerryError } from '../../errors.js';
import { findByteOrderMark } from '../byte-order-mark.js';
import type { ByteSource } from '../byte-source.js';
import { maxXmlTextBytes } from '../limits.js';

/** Told of tags by local name: workbooks are written with and without a namespace prefix. */
export interface XmlHandler {
  open(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const maxDepth = 64;

/**
 * Reads an XML part of a workbook with flat memory and tells `handler` of its tags. Yields the number of bytes read so far
 * after each chunk. Throws `archive_unsafe` (a DTD or an entity of its own), `file_unreadable` (no XML), `record_too_long`
 * (4 MiB without a tag), and what reading `part` and `handler` throw.
 */
export async function* readXml(
  part: ByteSource,
  handler: XmlHandler,
): AsyncGenerator<number, void, undefined> {
  const { parser, events } = createParser(part.name, handler);
  let decoder: TextDecoder | undefined;
  let bytes = 0;
  let lastEvents = 0;
  let lastEventAt = 0;
  try {
    for await (const chunk of part.read()) {
      decoder ??= new TextDecoder(findXmlEncoding(chunk), { fatal: true });
      parser.write(decoder.decode(chunk, { stream: true }));
      bytes += chunk.length;
      if (events.count !== lastEvents) {
        lastEvents = events.count;
        lastEventAt = bytes;
      } else if (bytes - lastEventAt > maxXmlTextBytes) throw textTooLong(part.name);
      yield bytes;
    }
    parser.write(decoder?.decode() ?? '');
    parser.close();
  } catch (error) {
    throw error instanceof FerryError ? error : notXml(part.name, error);
  }
}

/** Reads a whole XML part. Throws what `readXml` throws. */
export async function parseXml(part: ByteSource, handler: XmlHandler): Promise<void> {
  const reading = readXml(part, handler);
  while ((await reading.next()).done !== true);
}

function createParser(name: string, handler: XmlHandler) {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const events = { count: 0 };
  let depth = 0;
  parser.on('doctype', () => {
    throw unsafe(name, 'declares a document type');
  });
  parser.on('error', (error) => {
    throw /entity/i.test(error.message) ? unsafe(name, 'uses an entity of its own') : error;
  });
  parser.on('opentag', (tag) => {
    events.count += 1;
    depth += 1;
    if (depth > maxDepth) throw unsafe(name, 'is nested too deeply');
    handler.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    events.count += 1;
    depth -= 1;
    handler.close?.(localName(tag.name));
  });
  const tellText = (text: string): void => handler.text?.(text);
  parser.on('text', tellText);
  parser.on('cdata', tellText);
  return { parser, events };
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** By byte order mark, else by the XML declaration, else UTF-8 (XML 1.0, appendix F). */
function findXmlEncoding(head: Buffer): string {
  const mark = findByteOrderMark(head);
  if (mark !== undefined) return mark;
  const declaration = /^<\?xml [^>]{0,100}encoding=["']([\w.-]{1,40})["']/.exec(
    head.toString('latin1', 0, 200),
  );
  return declaration?.[1] ?? 'utf-8';
}

function unsafe(name: string, what: string): FerryError {
  return new FerryError('archive_unsafe', `${name} ${what}, which no spreadsheet program writes.`, {
    hint: 'Open the workbook in a spreadsheet program and save it again.',
  });
}

function notXml(name: string, cause: unknown): FerryError {
  // The cause stays behind when it is the parser's, whose messages may quote what it read.
  const isSystem = cause instanceof Error && 'code' in cause;
  return new FerryError('file_unreadable', `${name} is damaged: it is not well-formed XML.`, {
    hint: 'Open the workbook in a spreadsheet program and save it again.',
    cause: isSystem ? cause : undefined,
  });
}

function textTooLong(name: string): FerryError {
  return new FerryError('record_too_long', `${name} holds a text of more than 4 MiB.`, {
    hint: 'Save the list as CSV and look for a cell that is far too long.',
  });
}

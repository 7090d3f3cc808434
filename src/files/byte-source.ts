/** Bytes that can be read again and again: a file, or what one entry of an archive inflates to. */
export interface ByteSource {
  /** For people: base name of the file, inside a ZIP `export.zip/clients.csv`. */
  readonly name: string;
  /**
   * Yields the bytes from the beginning, chunk by chunk. Throws `file_not_found`, `file_unreadable`; for an entry also
   * `archive_unsafe`, `file_too_large`.
   */
  read(): AsyncGenerator<Buffer, void, undefined>;
}

/** The first `count` bytes, fewer when there are fewer. Throws what `read` throws. */
export async function readHead(source: ByteSource, count: number): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of source.read()) {
    head = Buffer.concat([head, chunk]);
    if (head.length >= count) break;
  }
  return head.subarray(0, count);
}

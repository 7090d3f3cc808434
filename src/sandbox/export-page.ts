import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The import cannot go on; the message is the reason shown to people. */
export class BrokenImport extends Error {
  override readonly name = 'BrokenImport';
}

export type WireClient = Record<string, unknown>;

const exportPage = z.object({
  data: z.object({ clients: z.array(z.record(z.string(), z.unknown())) }),
});

/**
 * Reads the body of one export page (intandem-contract section 2). Throws `BrokenImport` when it is not UTF-8 JSON of the
 * documented shape, or holds more clients than were asked for.
 */
export function parseExportPage(page: number, perPage: number, body: Buffer): WireClient[] {
  const parsed = exportPage.safeParse(parseJson(page, body));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new BrokenImport(
      `page ${page} has the wrong shape at "${where}": ${parsed.error.issues[0]?.message ?? ''}`,
    );
  }
  const { clients } = parsed.data.data;
  if (clients.length > perPage) {
    throw new BrokenImport(
      `page ${page} holds ${clients.length} clients, asked for at most ${perPage}`,
    );
  }
  return clients;
}

/** A fingerprint by which two answers for one page are compared byte for byte. */
export function digestOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

function parseJson(page: number, body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch (cause) {
    throw new BrokenImport(`page ${page} is not JSON in UTF-8`, { cause });
  }
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FerryError } from '../errors.js';
import { MAX_CLIENTS_PER_SESSION } from '../sessions/session.js';
import { RESULTS, type HostReport } from './report.js';

/** The host's name of the event that tells what became of a page (intandem-contract section 8). */
export const REPORT_EVENT = 'bulk_import/done';

const MAX_ID_CHARACTERS = 500;

const id = z.union([z.string().max(MAX_ID_CHARACTERS), z.number()]).transform(String);

/** The host may leave out what it has none of; a count that is left out is that of the ids. */
const reported = z
  .object({
    count: z.int().min(0).max(MAX_CLIENTS_PER_SESSION).nullish(),
    external_ids: z.array(id).max(MAX_CLIENTS_PER_SESSION).nullish(),
  })
  .nullish()
  .transform((given) => {
    const externalIds = given?.external_ids ?? [];
    return { count: Math.max(given?.count ?? 0, externalIds.length), externalIds };
  });

const page = z
  .union([z.int(), z.string().regex(/^-?\d{1,9}$/)])
  .nullish()
  .transform((given) => (given === null || given === undefined ? undefined : Number(given)));

const report = z.object({
  data: z.object({
    session_id: id.nullish(),
    processed_entity: z.string().nullish(),
    import_done: z.boolean().nullish(),
    page,
    clients_import_status: z.object({
      created: reported,
      updated: reported,
      skipped: reported,
      failed: reported,
    }),
  }),
});

const event = z.object({ entity_name: z.string(), event_type: z.string() });

/**
 * Reads the body of a webhook of the host (intandem-contract section 8); undefined for an event that is no report of imported
 * clients. Ids come as numbers or text and leave as text. Throws `report_invalid` for what is no webhook or a report of another form.
 */
export function parseReport(body: unknown): HostReport | undefined {
  const named = event.safeParse(body);
  if (!named.success) throw invalid('it names no event');
  if (`${named.data.entity_name}/${named.data.event_type}` !== REPORT_EVENT) return undefined;
  const parsed = report.safeParse(body);
  if (!parsed.success) throw invalid(placesOf(parsed.error));
  const { data } = parsed.data;
  if ((data.processed_entity ?? 'clients') !== 'clients') return undefined;
  return {
    hostSessionId: data.session_id ?? undefined,
    page: data.page,
    importDone: data.import_done ?? false,
    clients: data.clients_import_status,
  };
}

/**
 * A digest of what a report says, the same for every order of ids. Reports that name no session are told apart by the one that
 * they were found to be about, since pages of different imports may well be reported alike. Lower-case hex.
 */
export function digestReport(report: HostReport, sessionId: string | undefined): string {
  const clients = RESULTS.map((result) => {
    const { count, externalIds } = report.clients[result];
    return [count, [...externalIds].sort()];
  });
  const about =
    report.hostSessionId === undefined ? ['', sessionId] : ['host', report.hostSessionId];
  const content = [...about, report.page ?? null, report.importDone, clients];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** Where a report is not as it should be, by the names of its keys; what stands there may be client data. */
const placesOf = ({ issues }: z.ZodError): string =>
  [...new Set(issues.map(({ path }) => path.filter((key) => typeof key === 'string').join('.')))]
    .slice(0, 5)
    .map((path) => `"${path}" is missing or of another form`)
    .join(', ');

const invalid = (why: string) =>
  new FerryError('report_invalid', `The webhook cannot be read: ${why}.`, {
    hint: 'It must be a bulk_import/done as the CRM sends it after each page.',
  });

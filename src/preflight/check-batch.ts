import type { Batch } from '../staging/batch.js';
import { isUnrecognisable } from '../sessions/declarable.js';
import { createFieldsMapping } from '../sessions/fields-mapping.js';
import { isOpen, MAX_CLIENTS_PER_SESSION } from '../sessions/session.js';
import { found, ok, type Check } from './check.js';
import type { PreflightDeps } from './preflight-deps.js';

/** Whether the list can go over: its size, who is in it, and its fields. */
export async function checkBatch({ host }: PreflightDeps, batch: Batch): Promise<Check[]> {
  const { clients } = batch.counts;
  if (clients === 0) {
    return [
      found(
        'batch',
        'problem',
        'The list holds no client: all its records were rejected.',
        `See why: clientferry rejects ${batch.id}`,
      ),
    ];
  }
  return [
    ok('batch', `The list holds ${clients} clients.`, { clients }),
    ...checkSize(clients),
    ...checkRecognisable(batch),
    checkFields(batch, await host.listFields()),
  ];
}

function checkSize(clients: number): Check[] {
  const parts = Math.ceil(clients / MAX_CLIENTS_PER_SESSION);
  if (parts <= 1) return [];
  return [
    found(
      'parts',
      'warning',
      `The CRM takes at most ${MAX_CLIENTS_PER_SESSION} clients in one import, so these ${clients} go over in ${parts} imports, one after the other.`,
      'Say so when you declare the list: clientferry declare --parts',
      { clients, parts },
    ),
  ];
}

function checkRecognisable(batch: Batch): Check[] {
  if (!isUnrecognisable(batch)) return [];
  return [
    found(
      'recognisable',
      'warning',
      'The list has neither e-mail nor phone, so the CRM cannot recognise clients that it has already and creates them again.',
      'Map a column to e-mail or phone if the file has one.',
    ),
  ];
}

/** The host ignores fields that it does not know without a word (intandem-contract section 1). */
function checkFields(batch: Batch, known: Parameters<typeof createFieldsMapping>[1]): Check {
  if (known === undefined) {
    return found(
      'fields',
      'unknown',
      'The CRM does not tell which fields it has, so it may ignore some of the list.',
      'Check the token, and try again.',
    );
  }
  const { unknownToHost: fields } = createFieldsMapping(batch.fields, known);
  if (fields.length === 0) return ok('fields', 'The CRM has a field for everything in the list.');
  return found(
    'fields',
    'warning',
    `The CRM has no field for ${fields.map((field) => `"${field}"`).join(', ')} and would ignore what is in ${fields.length === 1 ? 'it' : 'them'}.`,
    'Create them in the CRM, or have this done: clientferry doctor --business <uid> --batch <id> --create-fields',
    { fields },
  );
}

/** One import at a time (promises R16). */
export async function checkSession(
  { store }: Pick<PreflightDeps, 'store'>,
  businessUid: string,
): Promise<Check> {
  const last = await store.findCurrentSession(businessUid);
  if (!last || !isOpen(last)) return ok('session', 'No other import of the business is open.');
  return found(
    'session',
    'problem',
    `Another import of the business is open: ${last.id} (${last.state}).`,
    'Wait until it is closed, or end it: clientferry cancel <session>',
    { session: last.id },
  );
}

const MEGABYTE = 1_000_000;
const ENOUGH_BYTES = 500 * MEGABYTE;

/** Whether there is space for what is written while an import runs; nothing is said where that cannot be known. */
export async function checkDisk({ freeBytes }: Pick<PreflightDeps, 'freeBytes'>): Promise<Check[]> {
  const bytes = await freeBytes();
  if (bytes === undefined) return [];
  const megabytes = Math.floor(bytes / MEGABYTE);
  if (bytes >= ENOUGH_BYTES) return [ok('disk', `${megabytes} MB are free.`, { megabytes })];
  return [
    found(
      'disk',
      'warning',
      `Only ${megabytes} MB are free where lists are kept.`,
      'Make space: clientferry purge removes lists that are over, clientferry unstage a single one.',
      { megabytes },
    ),
  ];
}

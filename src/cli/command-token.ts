import { createConfiguredFor } from '../acting-staff.js';
import type { Config } from '../config.js';
import { FerryError } from '../errors.js';

/**
 * Refuses work on the CRM for a business that the token of the configuration does not belong to, before anything is done: the
 * CRM would do it for the token's own business. Throws `not_connected`.
 */
export async function refuseForeignToken(config: Config, businessUid: string): Promise<void> {
  if (config.intandem.staffToken === undefined) return;
  if (await createConfiguredFor(config)(businessUid, { isSure: false })) return;
  throw new FerryError(
    'not_connected',
    `The CRM says that INTANDEM_STAFF_TOKEN belongs to another business than ${businessUid}.`,
    { hint: 'Set it to a staff token of this business, or check the session or --business.' },
  );
}

/** The same, and refuses to begin without a token: what goes on step by step would stop at the first. Throws `not_connected`. */
export async function requireOwnToken(config: Config, businessUid: string): Promise<void> {
  if (config.intandem.staffToken === undefined) {
    throw new FerryError('not_connected', 'INTANDEM_STAFF_TOKEN is not set.', {
      hint: 'Set it to a staff token of this business; clientferry doctor checks it.',
    });
  }
  await refuseForeignToken(config, businessUid);
}

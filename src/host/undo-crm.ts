import { FerryError } from '../errors.js';
import type { UndoCrm } from '../undo/undo-steps.js';
import { createCrm, type CrmManner } from './crm.js';
import type { ActingStaff } from './host-client.js';
import { createPreflightHost, type PreflightAccess } from './preflight-host.js';
import { RateLimit } from './rate-limit.js';

/** The host as an undo needs it: one client looked for, one deleted, and the name of our app. */
export function createUndoCrm(
  access: PreflightAccess,
  staff?: ActingStaff,
  given: CrmManner = {},
): UndoCrm {
  const manner = { rate: new RateLimit(access.requestsPerSecond), ...given };
  const crm = createCrm(access, staff, manner);
  const host = createPreflightHost(access, staff, manner);
  return {
    findClients: (by, term) => crm.findClients(by, term),
    deleteClient: (id) => crm.deleteClient(id),
    readAppName: async () => {
      try {
        return (await host.readApp())?.name;
      } catch (error) {
        // Business tokens may not be let to see the app; the other signs must do then.
        if (error instanceof FerryError && error.code === 'host_refused') return undefined;
        throw error;
      }
    },
  };
}

import { checkBusiness } from '../../preflight/check-business.js';
import {
  createMissingFields,
  findMissingFields,
  type MissingField,
} from '../../preflight/missing-fields.js';
import type { Check } from '../../preflight/check.js';
import { getBatchOf } from '../../sessions/of-business.js';
import type { ApiDeps } from './api-deps.js';
import { hintForStaff } from './hint-for-staff.js';
import { json, route, type ApiRoute } from './route.js';
import * as wire from './wire-results.js';

/** Looking before anything is sent, and making fields in the CRM on a person's word. */
export function preflightRoutes(deps: ApiDeps): ApiRoute[] {
  const { store } = deps;
  return [
    route({
      method: 'get',
      path: '/batches/{uid}/preflight',
      summary: 'Whether everything is there that the import of a batch needs',
      role: 'view',
      answers: json(wire.preflight),
      handle: async ({ who, params }) => {
        const batch = await getBatchOf(store, who.businessUid, params.uid);
        const looking = await deps.preflight(who);
        const [checks, missing = []] = await Promise.all([
          checkBusiness(looking, { businessUid: who.businessUid, batch }),
          findMissingFields(looking, batch),
        ]);
        return { checks: checks.map(presentCheck), missing_fields: missing.map(presentField) };
      },
    }),
    route({
      method: 'post',
      path: '/batches/{uid}/fields',
      summary: 'Create fields in the CRM that a batch has and the CRM has not',
      role: 'admin',
      body: wire.fieldsRequest,
      answers: json(wire.fieldsCreated, 201),
      audit: 'fields_created',
      handle: async ({ who, params, body }) => {
        const batch = await getBatchOf(store, who.businessUid, params.uid);
        const made = await createMissingFields(await deps.preflight(who), batch, body.keys);
        return { created: made.map(({ key }) => key) };
      },
    }),
  ];
}

const presentCheck = ({ name, state, message, hint }: Check): wire.PreflightCheckWire => ({
  ...{ name, state, message },
  hint: hintForStaff(name, hint) ?? null,
});

const presentField = ({ key, label, type, isAdvised }: MissingField) => ({
  ...{ key, label, type },
  advised: isAdvised,
});

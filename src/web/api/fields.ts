import { HOST_FIELDS, isCustomField, type BusinessField } from '../../profiles/host-fields.js';
import { TARGETS, type Target } from '../../profiles/targets.js';
import type { ApiDeps } from './api-deps.js';
import { json, route, type ApiRoute } from './route.js';
import * as wire from './wire.js';

export function fieldRoutes({ drafts }: ApiDeps): ApiRoute[] {
  return [
    route({
      method: 'get',
      path: '/fields',
      summary: 'What columns can feed',
      role: 'view',
      answers: json(wire.fields),
      handle: async ({ who }) => presentFields(await drafts.listFields(who)),
    }),
  ];
}

function presentFields(known: readonly BusinessField[] | undefined): wire.FieldsWire {
  return {
    targets: Object.entries<Target>(TARGETS).map(([key, { merge, meaning }]) => ({
      key,
      merge,
      label: labelOf(key, known) ?? null,
      meaning,
    })),
    custom:
      known?.filter(isCustomField).map(({ label, type, options, ofMatter }) => ({
        label,
        type,
        options: [...options],
        of_matter: ofMatter,
      })) ?? null,
  };
}

/** Only a target that is a field itself bears its label; a part, such as a street, is not the address. */
function labelOf(key: string, known: readonly BusinessField[] = []): string | undefined {
  const own = HOST_FIELDS.find((field) => field.key === key);
  return own && known.find(({ type }) => type === own.type)?.label;
}

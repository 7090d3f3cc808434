import { z } from 'zod';
import type { ClientEdit } from './client-store.js';
import { createClientReader } from './client-values.js';
import type { CrmField, SystemKey } from './system-fields.js';

const edited = z.record(z.string(), z.unknown());

/** Only these can be emptied, and only with `force_nullifying`. */
const CLEARABLE: readonly SystemKey[] = ['address', 'phone'];

/**
 * Reads the body of `PUT /platform/v1/clients/:id` (intandem-contract section 4.2); undefined when it is no object or would leave the
 * client without a first name.
 */
export function findEdit(body: unknown, fields: readonly CrmField[]): ClientEdit | undefined {
  const parsed = edited.safeParse(body);
  if (!parsed.success) return undefined;
  const { mobile_phone, ...rest } = parsed.data;
  const sent = mobile_phone === undefined ? rest : { ...rest, phone: mobile_phone };
  const values = createClientReader({ fields })(sent);
  if ('first_name' in sent && values.system.first_name === undefined) return undefined;
  const cleared = CLEARABLE.filter((key) => key in sent && values.system[key] === undefined);
  return {
    values,
    hasTags: 'tags' in sent,
    cleared: sent.force_nullifying === true ? cleared : [],
  };
}

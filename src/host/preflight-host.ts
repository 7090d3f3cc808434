import { z } from 'zod';
import { FerryError } from '../errors.js';
import type { PreflightHost } from '../preflight/preflight-deps.js';
import { SignInError } from '../sign-in/sign-in-error.js';
import { listBusinessFields } from './business-fields.js';
import { createHttp } from './create-http.js';
import { createCaller, type CrmAccess, type CrmManner } from './crm.js';
import { unreadable } from './host-caller.js';
import { tokenHintFor, type ActingStaff } from './host-client.js';
import { createIdentityHost, type IdentityHostAccess } from './identity-host.js';

export type PreflightAccess = CrmAccess & IdentityHostAccess;

/** A list under `data`, which may be the array itself or hold it under some name (intandem-contract section 5.2). */
const installs = z.object({
  data: z.union([z.array(z.unknown()), z.record(z.string(), z.array(z.unknown()))]),
});

const optionalText = z.string().nullish();

/** Both readings of an app: `/platform/v1/apps` and, below `app`, `/v3/apps` (intandem-contract section 5.1). */
const appBody = z.object({
  name: optionalText,
  app_type: z.union([z.array(z.string()), z.string()]).nullish(),
  api_uri: optionalText,
});
const appAnswer = z.object({
  data: z.union([z.object({ app: appBody }).transform(({ app }) => app), appBody]),
});

/**
 * The host as it is looked at before an import, with the token of the configuration or that of a staff member. Calls keep to
 * the rate limit and are tried again like those of `createCrm`; making a field is not.
 */
export function createPreflightHost(
  access: PreflightAccess,
  staff?: ActingStaff,
  manner: CrmManner = {},
): PreflightHost {
  const call = createCaller(access, staff, manner);
  const { apiUrl, appCode, staffToken, timeoutMs } = access;
  const token = staff ? staff.token : staffToken;
  return {
    readStaff: () => readStaff(access, token, staff),
    isInstalled: async (businessUid) => {
      const aim = 'say whether the app is installed';
      const params = { business_uid: businessUid, app_code_name: appCode };
      const answer = await call(aim, { url: '/v3/apps/business_app_installs', params });
      const body = answer.kind === 'good' ? installs.safeParse(answer.body) : undefined;
      if (!body?.success) throw unreadable(aim);
      return Object.values(body.data.data).flat().length > 0;
    },
    readApp: async () => {
      const aim = 'describe the app';
      const answer = await call(aim, { url: `/platform/v1/apps/${appCode}` });
      if (answer.kind === 'gone') return undefined;
      const body = appAnswer.safeParse(answer.body);
      if (!body.success) throw unreadable(aim);
      const { name, app_type, api_uri } = body.data.data;
      return {
        name: name ?? undefined,
        types: [app_type ?? []].flat(),
        apiUri: api_uri ?? undefined,
      };
    },
    listFields: async () =>
      token === undefined
        ? undefined
        : listBusinessFields(createHttp({ baseUrl: apiUrl, timeoutMs, token })),
    createField: async (field) => {
      const data = { ...field, object_type: 'contact', forms: ['client_card'] };
      const request = { method: 'POST', url: '/platform/v1/fields', data };
      await call('create a field', request, { isOnlyOnce: true });
    },
    readClock: () => readClock(apiUrl, timeoutMs),
  };
}

/** Whose token it is, by the host's own word; a refusal is told as those of the other calls are. */
async function readStaff(
  access: PreflightAccess,
  token: string | undefined,
  staff: ActingStaff | undefined,
) {
  if (token === undefined) return undefined;
  try {
    return await createIdentityHost(access).readStaff(token);
  } catch (error) {
    if (!(error instanceof SignInError) || error.reason === 'unreachable') throw error;
    await staff?.onTokenRefused();
    throw new FerryError('host_refused', 'The CRM refuses the token.', {
      hint: tokenHintFor(staff),
    });
  }
}

/** Any answer of the host says what time it is there, in whole seconds. */
async function readClock(apiUrl: string, timeoutMs: number): Promise<Date | undefined> {
  const http = createHttp({ baseUrl: apiUrl, timeoutMs });
  try {
    const { headers } = await http.get<string>('/v3/apps/.well-known/jwks.json');
    const date = new Date(String(headers['date']));
    return Number.isNaN(date.getTime()) ? undefined : date;
  } catch {
    return undefined;
  }
}

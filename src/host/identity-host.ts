import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import { z } from 'zod';
import type { Config } from '../config.js';
import type { HostStaff, HostToken, IdentityHost } from '../sign-in/identity-host.js';
import { SignInError } from '../sign-in/sign-in-error.js';
import { isEmail } from '../values/email.js';
import { createHttp } from './create-http.js';
import { findHostMessage } from './host-message.js';
import { parseJson } from './parse-json.js';

export type IdentityHostAccess = Pick<
  Config['intandem'],
  'apiUrl' | 'clientId' | 'clientSecret' | 'timeoutMs'
>;

const tokenBody = z.object({
  access_token: z
    .string()
    .max(8_000)
    .regex(/^[!-~]+$/),
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .optional(),
  expires_in: z.number().positive().optional(),
});

const uid = z.string().min(1).max(100);

const staffBody = z
  .object({
    sub: uid,
    type: z.literal('staff').optional(),
    role: z.string().max(100).nullish(),
    business_uid: uid.optional(),
    business_id: uid.optional(),
    business_name: z.string().max(1_000).nullish(),
    // Only for notices: what is no address or language does not keep anybody from signing in.
    email: z.string().max(254).refine(isEmail).optional().catch(undefined),
    brand_theme: z
      .object({ locale: z.string().max(20).optional() })
      .optional()
      .catch(undefined),
  })
  .transform(({ business_uid, business_id, ...rest }, context) => {
    const businessUid = business_uid ?? business_id;
    if (businessUid !== undefined) return { ...rest, businessUid };
    context.addIssue('names no business');
    return z.NEVER;
  });

/** The host's token and userinfo endpoints (intandem-contract section 6.2), at the configured address only. */
export function createIdentityHost(access: IdentityHostAccess): IdentityHost {
  const { apiUrl, clientId, clientSecret, timeoutMs } = access;
  const http = createHttp({ baseUrl: apiUrl, timeoutMs });
  const ask = (request: AxiosRequestConfig) => askHost(http, request);
  return {
    exchangeCode: async ({ code, verifier, redirectUri }): Promise<HostToken> => {
      if (clientId === undefined || clientSecret === undefined) throw new SignInError('not_set_up');
      const body = tokenBody.safeParse(
        await ask({
          method: 'POST',
          url: '/oauth/token',
          data: {
            grant_type: 'authorization_code',
            client_id: clientId,
            client_secret: clientSecret,
            code,
            redirect_uri: redirectUri,
            code_verifier: verifier,
          },
        }),
      );
      if (!body.success) throw new SignInError('unreachable');
      return { accessToken: body.data.access_token, expiresInSeconds: body.data.expires_in };
    },
    readStaff: async (accessToken): Promise<HostStaff> => {
      const headers = { authorization: `Bearer ${accessToken}` };
      const body = staffBody.safeParse(await ask({ url: '/oauth/userinfo', headers }));
      if (!body.success) throw new SignInError('unreachable');
      const { sub, businessUid, business_name, role, email, brand_theme } = body.data;
      return {
        staffUid: sub,
        businessUid,
        businessName: business_name ?? undefined,
        role: role ?? undefined,
        email,
        language: brand_theme?.locale,
      };
    },
  };
}

/**
 * The JSON of a good answer. Throws `sign_in_failed` with what the host said when it refuses, `host_unreachable` when it
 * fails or does not answer in time.
 */
async function askHost(http: AxiosInstance, request: AxiosRequestConfig): Promise<unknown> {
  let answer: AxiosResponse<string>;
  try {
    answer = await http.request<string>(request);
  } catch {
    // What axios throws carries the request with its secrets, so it goes no further.
    throw new SignInError('unreachable');
  }
  const body = parseJson(answer.data);
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
    throw new SignInError('declined', { said: findHostMessage(body) });
  if (answer.status < 200 || answer.status >= 300) throw new SignInError('unreachable');
  return body;
}

import { z } from 'zod';

/** What the CRM knows of the registered app (intandem-contract section 5.1). */
export interface RegisteredApp {
  clientId: string;
  clientSecret: string;
  /** The only return address; compared letter by letter. */
  redirectUri: string;
}

/** A request for authorization that may be put before a person. */
export interface AuthorizationRequest {
  redirectUri: string;
  state: string | undefined;
  /** PKCE, S256. */
  challenge: string | undefined;
}

/**
 * `stranger`: who asks is not known, so nobody is sent anywhere (RFC 6749 section 4.1.2.1). `refused`: back to the app with
 * the reason.
 */
export type CheckedRequest =
  | { kind: 'stranger'; reason: string }
  | { kind: 'refused'; address: string }
  | { kind: 'good'; request: AuthorizationRequest };

const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

const text = z.string().optional().catch(undefined);
const query = z.object({
  client_id: text,
  redirect_uri: text,
  response_type: text,
  state: text,
  code_challenge: text,
  code_challenge_method: text,
});

/** Checks the query of `/app/oauth/authorize` against the registered app (intandem-contract section 6.2). */
export function checkAuthorizationRequest(
  sent: unknown,
  app: RegisteredApp | undefined,
): CheckedRequest {
  const asked = query.parse(sent ?? {});
  if (app === undefined || asked.client_id !== app.clientId) {
    return { kind: 'stranger', reason: 'No app is registered under this client_id.' };
  }
  if (asked.redirect_uri !== app.redirectUri) {
    return { kind: 'stranger', reason: 'This redirect_uri is not the registered one of the app.' };
  }
  const request = {
    redirectUri: app.redirectUri,
    state: asked.state,
    challenge: asked.code_challenge,
  };
  const refuse = (error: string, description: string): CheckedRequest => ({
    kind: 'refused',
    address: returnAddress(request, { error, error_description: description }),
  });
  if (asked.response_type !== 'code') {
    return refuse('unsupported_response_type', 'response_type must be code');
  }
  if (asked.code_challenge === undefined) {
    return asked.code_challenge_method === undefined
      ? { kind: 'good', request }
      : refuse('invalid_request', 'code_challenge is missing');
  }
  if (asked.code_challenge_method !== 'S256' || !CHALLENGE.test(asked.code_challenge)) {
    return refuse('invalid_request', 'PKCE takes a code_challenge of the method S256 only');
  }
  return { kind: 'good', request };
}

/** The app's return address with an answer and, when one was sent, the state. */
export function returnAddress(
  { redirectUri, state }: AuthorizationRequest,
  answer: Record<string, string>,
): string {
  const address = new URL(redirectUri);
  const params = { ...answer, ...(state === undefined ? {} : { state }) };
  for (const [name, value] of Object.entries(params)) address.searchParams.set(name, value);
  return address.href;
}

import { createHash } from 'node:crypto';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openBrowser } from './browser.js';
import { callAs } from './rehearsal.js';

/** An app that is registered with the sandbox. */
export const REGISTERED = {
  clientId: 'client-id',
  clientSecret: 'client-secret',
  redirectUri: 'http://app.example.org/sign-in/callback',
};

export const VERIFIER = 'v'.repeat(50);

/** A good request for authorization. */
export const REQUEST = {
  response_type: 'code',
  client_id: REGISTERED.clientId,
  redirect_uri: REGISTERED.redirectUri,
  state: 'a state & more',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
};

/** The body that redeems a code of that request. */
export const exchangeOf = (code: string) => ({
  grant_type: 'authorization_code',
  client_id: REGISTERED.clientId,
  client_secret: REGISTERED.clientSecret,
  code,
  redirect_uri: REGISTERED.redirectUri,
  code_verifier: VERIFIER,
});

/** Approves a request as a staff member; gives where the browser is sent. */
export async function approve(
  sandbox: Sandbox,
  account = 'bz-shop/st-noa',
  request: Record<string, string> = REQUEST,
): Promise<URL> {
  const form = { ...request, account, answer: 'approve' };
  const { headers } = await openBrowser(sandbox).submit('/app/oauth/authorize', form);
  return new URL(String(headers.location));
}

/** Signs in by OAuth; gives the staff token. */
export async function signIn(sandbox: Sandbox, account?: string): Promise<string> {
  const code = (await approve(sandbox, account)).searchParams.get('code') ?? '';
  const answer = await callAs(sandbox, '').post<{ access_token: string }>(
    '/oauth/token',
    exchangeOf(code),
  );
  return answer.data.access_token;
}

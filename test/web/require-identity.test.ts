import assert from 'node:assert/strict';
import { Router } from 'express';
import { test, type TestContext } from 'node:test';
import { ROLES, type Role } from '../../src/sign-in/identity.js';
import {
  createIdentityCheck,
  identityOf,
  requireRole,
} from '../../src/web/sign-in/require-identity.js';
import { signInThroughHost } from '../helpers/sign-in.js';
import { ask, startStaffWeb, type StaffWeb } from '../helpers/staff-web.js';

/** An API of three routes, one for each role, behind the check; and a token of a staff member with the host's role. */
async function startApi(t: TestContext) {
  const api = Router();
  const web: StaffWeb = await startStaffWeb(t, {
    api,
    settings: { roles: new Map(ROLES.map((role) => [`${role}-there`, role])) },
  });
  api.use(createIdentityCheck((token) => web.signIn.verify(token)));
  for (const role of ROLES)
    api.get(`/${role}`, requireRole(role), (_req, res) => res.json(identityOf(res).staffUid));
  const tokenOf = async (role: Role) => {
    web.host.userinfo['role'] = `${role}-there`;
    return (await signInThroughHost(web)).token;
  };
  return { web, tokenOf };
}

test('each role may do what is its own and what is below it', async (t) => {
  const { web, tokenOf } = await startApi(t);
  const table: Record<string, number[]> = {};
  for (const role of ROLES) {
    const headers = { authorization: `Bearer ${await tokenOf(role)}` };
    const answers = await Promise.all(
      ROLES.map((one) => ask(web.port, `/api/${one}`, { headers })),
    );
    table[role] = answers.map(({ status }) => status);
    assert.ok(answers.every((one) => one.headers['www-authenticate'] === undefined));
  }
  assert.deepEqual(table, {
    view: [200, 403, 403],
    import: [200, 200, 403],
    admin: [200, 200, 200],
  });
});

test('a token counts in its header only: no cookie, no query, no other scheme', async (t) => {
  const { web, tokenOf } = await startApi(t);
  const token = await tokenOf('admin');
  const tries: [string, Record<string, string>][] = [
    ['/api/view', {}],
    ['/api/view', { cookie: `token=${token}; authorization=Bearer ${token}` }],
    [`/api/view?token=${token}&access_token=${token}`, {}],
    ['/api/view', { authorization: `Basic ${token}` }],
    ['/api/view', { authorization: token }],
    ['/api/view', { authorization: 'Bearer' }],
    ['/api/view', { authorization: `Bearer ${token} ${token}` }],
    ['/api/view', { authorization: `Bearer ${token}x` }],
  ];
  for (const [path, headers] of tries) {
    const answer = await ask(web.port, path, { headers });
    assert.equal(answer.status, 401, JSON.stringify(headers).slice(0, 30));
    assert.match(answer.text, /"code":"not_signed_in"/);
    assert.equal(answer.headers['www-authenticate'], 'Bearer');
    assert.equal(answer.headers['cache-control'], 'no-store');
  }
});

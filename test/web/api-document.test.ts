import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { API_ROUTES, startApi } from '../helpers/api.js';

interface Operation {
  summary: string;
  security: object[];
  parameters?: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
}

test('the document has every route of the router and none besides', async (t) => {
  const { origin } = await startApi(t);
  const response = await fetch(`${origin}/api/openapi.json`);
  assert.equal(response.status, 200);
  const document = (await response.json()) as Document;
  assert.equal(document.openapi, '3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const served = API_ROUTES.map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(described.sort(), [...served, 'get /openapi.json'].sort());
  for (const { method, path, query, body, answers, role } of API_ROUTES) {
    const operation = document.paths[path]?.[method];
    assert.ok(operation);
    assert.match(operation.summary, new RegExp(`role ${role}`));
    assert.deepEqual(operation.security, [{ token: [] }]);
    const named = (place: string) =>
      (operation.parameters ?? []).filter((one) => one.in === place).map(({ name }) => name);
    assert.deepEqual(
      named('path').map((name) => `{${name}}`),
      path.match(/\{\w+\}/g) ?? [],
    );
    assert.deepEqual(named('query'), Object.keys(query?.shape ?? {}));
    assert.equal(operation.requestBody !== undefined, body !== undefined, `${method} ${path}`);
    const { content } = operation.responses[String(answers.status)] ?? {};
    assert.equal(content === undefined, answers.kind === 'nothing', `${method} ${path}`);
    assert.ok(operation.responses['default']?.content);
  }
});

test('the document names its larger schemas once, and none of them is empty', async (t) => {
  const { origin } = await startApi(t);
  const text = await (await fetch(`${origin}/api/openapi.json`)).text();
  const { components } = JSON.parse(text) as Document;
  for (const name of ['Draft', 'Batch', 'Session', 'Plan', 'Error']) {
    assert.ok(Object.keys(components.schemas[name]?.properties ?? {}).length > 0, name);
    assert.match(text, new RegExp(`#/components/schemas/${name}"`));
  }
  for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/(\w+)"/g))
    assert.ok(components.schemas[name], name);
});

test('the document is there without signing in, and everything else is not', async (t) => {
  const { origin } = await startApi(t);
  assert.equal((await fetch(`${origin}/api/me`)).status, 401);
  const answer = await fetch(`${origin}/api/openapi.json`, { method: 'HEAD' });
  assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET']);
});

test('docs/api.md has every route, and none that is not there', () => {
  const told = [
    ...readFileSync('docs/api.md', 'utf8').matchAll(/^\| `([A-Z]+) (\/[^`?]+)(\?[^`]*)?` /gm),
  ];
  const known = API_ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  assert.deepEqual(
    told.map(([, method, path]) => `${method} ${path}`).sort(),
    [...known, 'GET /openapi.json', 'POST /sign-in', 'POST /sign-in/renew'].sort(),
  );
});

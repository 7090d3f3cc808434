import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  zodToOpenAPIRegistry,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Answers, RouteShape } from './route.js';
import * as results from './wire-results.js';
import * as wire from './wire.js';

/** Schemas that the document names once instead of repeating them. */
const NAMED = {
  Error: wire.errorBody,
  Issue: wire.issue,
  DraftColumn: wire.draftColumn,
  DraftSource: wire.draftSource,
  DraftFile: wire.draftFile,
  Draft: wire.draft,
  DraftChange: wire.draftChange,
  DraftReject: wire.draftReject,
  ValueMap: wire.valueMap,
  Counts: wire.counts,
  Batch: wire.batch,
  Plan: wire.plan,
  Session: wire.session,
  SessionRequest: wire.sessionRequest,
  ImportAccount: results.importAccount,
  Reconciliation: results.reconciliation,
  Job: results.job,
  ClientResult: results.clientResult,
} as const;

/** The OpenAPI 3.1 document of these routes, drawn from the schemas that they check and answer with. */
export function createDocument(shapes: readonly RouteShape[]): object {
  for (const [refId, schema] of Object.entries(NAMED))
    // Schemas that were made before the library was loaded can be named in no other way.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  for (const shape of shapes) registry.registerPath(describe(shape));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'clientferry',
      version: '1',
      description:
        'What the staff page does. A token comes from POST /api/sign-in; it names the business, so no request does.',
    },
    servers: [{ url: '/api' }],
  });
}

function describe({ method, path, summary, role, query, body, answers }: RouteShape): RouteConfig {
  const content = body === undefined ? undefined : contentOf(body);
  return {
    method,
    path,
    summary: role === undefined ? summary : `${summary} (role ${role})`,
    security: role === undefined ? [] : [{ token: [] }],
    request: {
      params: paramsOf(path),
      ...(query ? { query } : {}),
      ...(content ? { body: { content, required: true } } : {}),
    },
    responses: {
      [answers.status]: describeAnswer(answers),
      ...(role === undefined ? {} : { default: REFUSAL }),
    },
  };
}

const REFUSAL = {
  description: 'A refusal, or trouble of ours',
  content: { 'application/json': { schema: wire.errorBody } },
};

const contentOf = (body: z.ZodType | 'bytes') =>
  body === 'bytes'
    ? { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } }
    : { 'application/json': { schema: body } };

function paramsOf(path: string): z.ZodObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
}

function describeAnswer(answers: Answers) {
  switch (answers.kind) {
    case 'json':
      return { description: 'Done', content: { 'application/json': { schema: answers.schema } } };
    case 'nothing':
      return { description: 'Done' };
    case 'csv':
      return { description: 'A file to save', content: { 'text/csv': { schema: z.string() } } };
    case 'events':
      return {
        description: 'Server-sent events, each with one such value as its data',
        content: { 'text/event-stream': { schema: answers.schema } },
      };
  }
}

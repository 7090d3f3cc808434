import express, { type Request, type RequestHandler } from 'express';
import type { z } from 'zod';
import { FerryError } from '../../errors.js';
import { RequestRefusal } from './error-body.js';
import type { ApiRoute } from './route.js';

/** Ids of ours and names of layouts; anything else is not there. */
const ID = /^[A-Za-z0-9_-]{1,100}$/;

const MOST_PROBLEMS = 5;

/** The parameters of the path. What cannot be an id is not there, like any unknown id. */
export function readParams(req: Request): Record<string, string> {
  const params = req.params as Record<string, string>;
  if (Object.values(params).every((value) => ID.test(value))) return params;
  throw new FerryError('no_such_export', 'Not found.');
}

/** What a schema makes of a value that came in. Refuses it by naming the places, never the values. */
export function read<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: false });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, MOST_PROBLEMS)
    .map(({ path, message }) => `${[where, ...path.map(String)].join('.')}: ${message}`);
  throw new RequestRefusal(400, `The request is not valid. ${problems.join('; ')}`);
}

/**
 * Takes the body of a route: JSON of a bounded size, or a file as it is, whose type a form cannot send (promises S12). Throws
 * `RequestRefusal`.
 */
export function createBodyReader({ body }: ApiRoute, maxBytes: number): RequestHandler[] {
  if (body === 'bytes') return [onlyType('application/octet-stream')];
  return [
    onlyType('application/json'),
    express.json({ limit: maxBytes, inflate: false, type: () => true }),
  ];
}

const onlyType =
  (type: string): RequestHandler =>
  (req, _res, next) => {
    // `is` takes a body of no bytes for one without a type.
    const isEmpty = req.get('content-length') === '0';
    if (!isEmpty && req.is(type) === false)
      throw new RequestRefusal(415, `Only ${type} is taken here.`);
    next();
  };

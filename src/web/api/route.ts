import type { Request } from 'express';
import { z } from 'zod';
import type { Identity, Role } from '../../sign-in/identity.js';

export type Method = 'get' | 'post' | 'patch' | 'delete';

/** What comes back when all is well. */
export type Answers =
  | { kind: 'json'; status: 200 | 201 | 202; schema: z.ZodType }
  | { kind: 'nothing'; status: 204 }
  | { kind: 'events'; status: 200; schema: z.ZodType }
  | { kind: 'csv'; status: 200 };

/** A route as the document describes it. */
export interface RouteShape {
  method: Method;
  /** Below `/api`, parameters in braces. */
  path: string;
  summary: string;
  /** The least role that may ask; undefined for everybody. */
  role: Role | undefined;
  query?: z.ZodObject | undefined;
  /** `bytes`: a file as it is. A route without one takes no body, or an empty JSON object. */
  body?: z.ZodType | 'bytes' | undefined;
  answers: Answers;
}

/** What a route works with once everything is parsed. */
export interface Asked<Params = Record<string, string>, Query = unknown, Body = unknown> {
  who: Identity;
  params: Params;
  query: Query;
  body: Body;
  req: Request;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** A file to be saved: its name, and its text piece by piece. */
export interface Download {
  name: string;
  text: Iterable<string> | AsyncIterable<string>;
}

export interface ApiRoute extends RouteShape {
  role: Role;
  /** What the audit calls it; every route that changes something has one. */
  audit?: string | undefined;
  /** What it was done to; the parameter `uid` when left out. */
  subject?: ((answer: never) => string) | undefined;
  /** Gives the body, a `Download`, or the values of a stream. */
  handle(asked: Asked): Promise<unknown>;
}

type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & ParamsOf<Rest>
  : unknown;

type AnswerOf<A extends Answers> = A extends { kind: 'json'; schema: z.ZodType<infer T> }
  ? T
  : A extends { kind: 'events'; schema: z.ZodType<infer T> }
    ? AsyncIterable<T>
    : A extends { kind: 'csv' }
      ? Download
      : undefined;

interface RouteDefinition<
  Path extends string,
  Query extends z.ZodObject,
  Body extends z.ZodType | 'bytes',
  A extends Answers,
> {
  method: Method;
  path: Path;
  summary: string;
  role: Role;
  query?: Query;
  body?: Body;
  answers: A;
  audit?: string;
  subject?: (answer: AnswerOf<A>) => string;
  handle(
    asked: Asked<
      ParamsOf<Path>,
      z.output<Query>,
      Body extends z.ZodType ? z.output<Body> : undefined
    >,
  ): Promise<AnswerOf<A>>;
}

/** A route whose handler is checked against what the route says of itself. */
export function route<
  const Path extends string,
  Query extends z.ZodObject,
  Body extends z.ZodType | 'bytes',
  const A extends Answers,
>(definition: RouteDefinition<Path, Query, Body, A>): ApiRoute {
  return definition as unknown as ApiRoute;
}

export const json = <S extends z.ZodType>(schema: S, status: 200 | 201 | 202 = 200) =>
  ({ kind: 'json', status, schema }) as const;
export const events = <S extends z.ZodType>(schema: S) =>
  ({ kind: 'events', status: 200, schema }) as const;
export const nothing = { kind: 'nothing', status: 204 } as const;
export const csv = { kind: 'csv', status: 200 } as const;

/** The body of routes that take none. */
export const noBody = z.strictObject({}).optional();

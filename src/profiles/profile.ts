import { z } from 'zod';

/** A target (`targets.ts`), a host field key, or the key of a custom field of the business. */
export const fieldKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'may not hold control characters');

/** What is done to a cell's text, by name; the work is in `staging/transforms.ts`. */
export const transform = z.enum([
  'trim',
  'single-spaces',
  'lines',
  'lower-case',
  'boolean-words',
  'date',
  'date-time',
  'phone',
  'country',
]);
export type Transform = z.infer<typeof transform>;

/** What must hold for a column's value, by name; the work is in `staging/rules.ts`. */
export const rule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('required') }),
  z.strictObject({ rule: z.literal('email') }),
  z.strictObject({ rule: z.literal('single-line') }),
  z.strictObject({ rule: z.literal('max-length'), characters: z.int().positive() }),
  z.strictObject({ rule: z.literal('one-of'), values: z.array(z.string()).min(1) }),
  z.strictObject({ rule: z.literal('iso-date') }),
  /** Full ISO 8601 with an offset from UTC. */
  z.strictObject({ rule: z.literal('iso-date-time') }),
  /** WGS84 degrees; `least` and `most` narrow them to the area that counts. */
  z.strictObject({
    rule: z.enum(['latitude', 'longitude']),
    least: z.number().optional(),
    most: z.number().optional(),
  }),
  /** Occurs once in all staged files. */
  z.strictObject({ rule: z.literal('unique') }),
]);
export type Rule = z.infer<typeof rule>;

/** What becomes of a column. A text alone is short for `{"to": …}`. */
export const columnSpec = z.strictObject({
  to: fieldKey,
  /** For the notes: what stands before the value; the header text when left out, nothing when empty. */
  label: z.string().max(100).optional(),
  /** Instead of those that the target has by itself. */
  transforms: z.array(transform).optional(),
  /** Added to those that the target has by itself. */
  rules: z.array(rule).optional(),
  /** Several values in one cell are parted by these. */
  splitOn: z.array(z.string().min(1)).optional(),
  /** Old value to new value; values that are not here stay as they are. */
  values: z.record(z.string(), z.string()).optional(),
});
export type ColumnSpec = z.infer<typeof columnSpec>;

/**
 * Header names to what becomes of them. Names are compared without regard to case, spaces and punctuation; `#` stands for a
 * number and `*` for any text, and such columns may be many, in the order of the file; the same signs in `to` stand for the
 * number, and for the name of the column.
 */
const columnsTable = z.record(
  z.string().min(1),
  z.union([fieldKey.transform((to): ColumnSpec => ({ to })), columnSpec]),
);

/** How matters (services, requests, subscriptions …) of a client are read; their columns feed keys of the matter. */
const matters = z.strictObject({
  /** What one is called, e.g. `service`. */
  term: z.string().min(1),
  columns: columnsTable,
  /** Keys one of which must have a value for a matter to be there; the first one that has is its name. */
  namedBy: z.array(fieldKey).min(1),
  /** Values for keys that a record leaves blank. */
  defaults: z.record(fieldKey, z.string()).default({}),
  /** Keys whose value follows from whether another one has a value. */
  derived: z
    .record(fieldKey, z.strictObject({ from: fieldKey, blank: z.string(), filled: z.string() }))
    .default({}),
  /** Columns that belong to one kind of matter: in one file none may be answered for two values of `kind`. */
  perKind: z.strictObject({ kind: fieldKey, columns: z.string().min(1) }).optional(),
});

/** How records become clients. */
const clients = z.discriminatedUnion('shape', [
  z.strictObject({ shape: z.literal('one-per-record') }),
  /** A record with a value in `lead` is a client; the records after it without one are its matters. */
  z.strictObject({ shape: z.literal('lead-and-children'), lead: z.string().min(1), matters }),
  /** Every record is a matter of the client whom `by` names; records without one belong to a client of their own. */
  z.strictObject({
    shape: z.literal('grouped'),
    by: fieldKey,
    /** Stands for clients whose `by` is blank. */
    fallback: z.record(fieldKey, z.string()),
    matters,
  }),
  /** Records of several files, joined by code: those of the kind without a `parent` are clients, the others their matters. */
  z.strictObject({
    shape: z.literal('joined'),
    /** Profiles of one family are joined with each other. */
    family: z.string().min(1),
    kind: z.string().min(1),
    code: z.string().min(1),
    parents: z.array(z.strictObject({ column: z.string().min(1), kind: z.string().min(1) })),
    matters: matters.optional(),
  }),
]);
export type Matters = z.infer<typeof matters>;
export type ClientsShape = z.infer<typeof clients>;

/** One source layout, declaratively: `data/profiles/<name>.json`. */
export const profileSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** How the file is got out of the old tool, for people. */
  from: z.string().min(1),
  /** Header names that are all there in a file of this layout, and in no other one. */
  recognisedBy: z
    .strictObject({
      headers: z.array(z.string().min(1)).min(2),
      /** Names that must not be there. */
      without: z.array(z.string().min(1)).optional(),
    })
    .optional(),
  columns: columnsTable,
  /** What becomes of columns that are named nowhere: `custom` feeds each to a custom field of its own name. */
  otherColumns: z.enum(['left-out', 'custom']).default('left-out'),
  /** Known columns that are not imported, each with the reason. */
  ignored: z.record(z.string().min(1), z.string().min(1)).default({}),
  /** Values for targets that no column of a record gave. */
  defaults: z.record(fieldKey, z.string()).default({}),
  clients,
});
export type Profile = z.infer<typeof profileSchema>;

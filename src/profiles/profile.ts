import { z } from 'zod';

/** A host field key: one of the host's own (`host-fields.ts`) or a custom field named by a mapping. */
export const fieldKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'may not hold control characters');

/** What is done to a cell's text before its rules are checked, by name; the work is in `staging/transforms.ts`. */
export const transform = z.enum(['trim', 'single-spaces', 'boolean-words']);
export type Transform = z.infer<typeof transform>;

/** What must hold for a field's value, by name; the work is in `staging/rules.ts`. */
export const rule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('required') }),
  z.strictObject({ rule: z.literal('email') }),
  z.strictObject({ rule: z.literal('single-line') }),
  z.strictObject({ rule: z.literal('max-length'), characters: z.int().positive() }),
]);
export type Rule = z.infer<typeof rule>;

const field = z.strictObject({
  /** Header names that feed this field, best first; compared without regard to case and punctuation. */
  columns: z.array(z.string().min(1)).min(1),
  transforms: z.array(transform),
  rules: z.array(rule),
});
export type ProfileField = z.infer<typeof field>;

/** One source layout, declaratively: `data/profiles/<name>.json`. */
export const profileSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** All of these fields must find a column, or the layout is not this one. */
  identifiedBy: z.array(fieldKey).min(1),
  fields: z.record(fieldKey, field),
  /** How columns that only a mapping names are treated. */
  otherFields: field.omit({ columns: true }),
  /** How records become clients. */
  clients: z.enum(['one-per-record']),
});
export type Profile = z.infer<typeof profileSchema>;

/** How a field that came from a mapping or a profile is treated. */
export type FieldTreatment = Pick<ProfileField, 'transforms' | 'rules'>;

import { z } from 'zod';

interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  items?: Shape | boolean;
  properties?: Record<string, Shape | boolean>;
  additionalProperties?: Shape | boolean;
  minimum?: number;
}

/** A value of the form that a schema asks for, with this text wherever it takes one. */
export function fill(schema: z.ZodType, text: string): unknown {
  return fillShape(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape, text);
}

function fillShape(shape: Shape | boolean, text: string): unknown {
  if (typeof shape === 'boolean') return text;
  const { anyOf, oneOf, items, properties, additionalProperties: others } = shape;
  if ('const' in shape) return shape.const;
  if (shape.enum) return shape.enum[0];
  if (anyOf ?? oneOf) return fillShape((anyOf ?? oneOf)?.[0] ?? {}, text);
  if (shape.type === 'array') return [fillShape(items ?? {}, text)];
  if (shape.type === 'object') {
    const own = Object.entries(properties ?? {}).map(([name, one]) => [name, fillShape(one, text)]);
    const more = typeof others === 'object' ? [[text, fillShape(others, text)]] : [];
    return Object.fromEntries([...own, ...more]) as unknown;
  }
  if (shape.type === 'integer' || shape.type === 'number') return Math.max(1, shape.minimum ?? 1);
  return shape.type === 'boolean' ? true : text;
}

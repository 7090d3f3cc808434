/** A value of a client as text; undefined when it has none, or one that is no text. */
export function textOf(client: Record<string, unknown>, key: string): string | undefined {
  const value = client[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** First and last name; empty when it has none. */
export const nameOf = (client: Record<string, unknown>): string =>
  [textOf(client, 'first_name'), textOf(client, 'last_name')].filter(Boolean).join(' ');

/** A value of a client that is text. */
export function textOf(client: Record<string, unknown>, key: string): string | undefined {
  const value = client[key];
  return typeof value === 'string' ? value : undefined;
}

/** First and last name; empty when it has none. */
export const nameOf = (client: Record<string, unknown>): string =>
  [textOf(client, 'first_name'), textOf(client, 'last_name')].filter(Boolean).join(' ');

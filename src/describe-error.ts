import { FerryError } from './errors.js';

/**
 * An error as the log may tell it. Parser and database messages may quote what they read, so only our own are logged; a stack names
 * places only.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof FerryError)
    return { code: error.code, reason: error.message, cause: placesOf(error.cause) };
  return { code: 'internal', cause: placesOf(error) };
}

function placesOf(error: unknown): string[] | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = (error as { code?: unknown }).code;
  const places = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [
    `${error.name}${typeof code === 'string' ? ` ${code}` : ''}`,
    ...places.map((line) => line.trim()).slice(0, 8),
  ];
}

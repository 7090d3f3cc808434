import { createColumnPattern } from './column-pattern.js';
import type { Profile } from './profile.js';

/**
 * The header of an empty list of a layout: every column that it imports, with 1 for `#`; columns whose names are free are
 * left out. `custom` are labels of custom fields, which stand at the end.
 */
export function templateHeader(profile: Profile, custom: readonly string[] = []): string[] {
  const { clients, columns, recognisedBy } = profile;
  const joins =
    clients.shape === 'joined'
      ? [clients.code, ...clients.parents.map(({ column }) => column)]
      : [];
  const matters = 'matters' in clients ? Object.keys(clients.matters?.columns ?? {}) : [];
  const names = [...joins, ...Object.keys(columns), ...matters]
    .filter((name) => !name.includes('*'))
    .map((name) => name.replace('#', '1'));
  const signature = (recognisedBy?.headers ?? []).filter(
    (header) => !names.some((name) => createColumnPattern(name).matches(header)),
  );
  return [...new Set([...names, ...signature, ...custom])];
}

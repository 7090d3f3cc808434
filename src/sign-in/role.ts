import type { Config } from '../config.js';
import { ROLES, type Role } from './identity.js';

/**
 * Our role for one of the host's; undefined when the configuration names neither it nor every other one (`*`). One that is
 * not known might be any of those named, so it counts as the least of them (promises S4).
 */
export function roleOf(roles: Config['roles'], theirs: string | undefined): Role | undefined {
  if (theirs !== undefined) return roles.get(theirs) ?? roles.get('*');
  if (!roles.has('*')) return undefined;
  const named = new Set(roles.values());
  return ROLES.find((role) => named.has(role));
}

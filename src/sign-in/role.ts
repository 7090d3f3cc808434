import type { Config } from '../config.js';
import type { Role } from './identity.js';

/** Our role for one of the host's; undefined when the configuration names neither it nor every other one (`*`). */
export function roleOf(roles: Config['roles'], theirs: string | undefined): Role | undefined {
  return (theirs === undefined ? undefined : roles.get(theirs)) ?? roles.get('*');
}

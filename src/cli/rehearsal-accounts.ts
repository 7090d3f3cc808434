import { InvalidArgumentError } from 'commander';
import type { Account } from '../sandbox/sandbox.js';

/** Two businesses of the stand-in CRM, and three people with different rights; the first one is that of `.env.example`. */
export const REHEARSAL_ACCOUNTS: readonly Account[] = [
  {
    businessUid: 'demo-business',
    businessName: 'Corner Shop',
    staffUid: 'demo-staff',
    staffName: 'Noa Brandt',
    email: 'noa.brandt@example.org',
    role: 'owner',
    token: 'demo-token',
  },
  {
    businessUid: 'demo-business',
    businessName: 'Corner Shop',
    staffUid: 'demo-helper',
    staffName: 'Maya Lindqvist',
    email: 'maya.lindqvist@example.org',
    role: 'staff',
    token: 'demo-helper-token',
  },
  {
    businessUid: 'demo-gym',
    businessName: 'Harbour Gym',
    staffUid: 'demo-coach',
    staffName: 'Idris Cole',
    email: 'idris.cole@example.org',
    role: 'owner',
    token: 'demo-gym-token',
  },
];

/** Parses `--account`: each one adds an account; the made-up ones stand only when none is given. */
export function parseAccount(text: string, before: readonly Account[]): readonly Account[] {
  const [businessUid, staffUid, token, ...rest] = text.split(':');
  if (!businessUid || !staffUid || !token || rest.length > 0) {
    throw new InvalidArgumentError('It must be business:staff:token.');
  }
  const known = before === REHEARSAL_ACCOUNTS ? [] : before;
  return [...known, { businessUid, staffUid, token }];
}

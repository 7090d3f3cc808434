import { randomBytes } from 'node:crypto';
import type { StaffMember } from './account.js';

/** Bearer tokens: one configured for each account, and those that OAuth gave out. Both open the same doors. */
export interface StaffTokens {
  find(token: string): StaffMember | undefined;
  /** Gives a staff member an opaque token of OAuth. */
  issue(staff: StaffMember): string;
  /** Makes every token of OAuth invalid; the configured ones stay. */
  expireIssued(): void;
}

/** Keeps the tokens in memory. */
export function createStaffTokens(staff: readonly StaffMember[]): StaffTokens {
  const configured = new Map(staff.map((one) => [one.token, one]));
  const issued = new Map<string, StaffMember>();
  return {
    find: (token) => configured.get(token) ?? issued.get(token),
    issue(member) {
      const token = randomBytes(32).toString('hex');
      issued.set(token, member);
      return token;
    },
    expireIssued: () => {
      issued.clear();
    },
  };
}

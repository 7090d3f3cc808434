import type { Request, Response } from 'express';
import type { StaffMember } from './account.js';
import type { AccountChoice } from './pages/account-choice.js';

/** Cookies ignore ports, so the name must differ from those of the app on the same machine. */
const COOKIE = 'sandbox_crm_staff';

/** Who looks at the CRM's pages: an account that was chosen, without a password, and kept in a cookie. */
export interface SiteVisitors {
  choices: readonly AccountChoice[];
  /** The account with this key. */
  find(key: unknown): StaffMember | undefined;
  current(req: Request): StaffMember | undefined;
  remember(res: Response, staff: StaffMember): void;
  forget(res: Response): void;
}

/** Builds it over the accounts. */
export function createSiteVisitors(accounts: readonly StaffMember[]): SiteVisitors {
  const byKey = new Map(accounts.map((staff) => [keyOf(staff), staff]));
  const find = (key: unknown) => (typeof key === 'string' ? byKey.get(key) : undefined);
  return {
    choices: [...byKey].map(([key, { staffName, businessName, role }]) => {
      return { key, staffName, businessName, role };
    }),
    find,
    current: (req) => find(cookieOf(req)),
    remember: (res, staff) => {
      res.cookie(COOKIE, keyOf(staff), { httpOnly: true, sameSite: 'lax', path: '/' });
    },
    forget: (res) => {
      res.clearCookie(COOKIE, { path: '/' });
    },
  };
}

/** Tells an account from the others. */
export const keyOf = ({ businessUid, staffUid }: StaffMember): string =>
  `${businessUid}/${staffUid}`;

function cookieOf(req: Request): string | undefined {
  const pairs = (req.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

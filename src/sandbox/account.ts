/** A staff member of a business, known by a bearer token. What is left out is filled in by `describeAccount`. */
export interface Account {
  businessUid: string;
  staffUid: string;
  token: string;
  businessName?: string;
  staffName?: string;
  /** In the CRM's own words, such as `owner`, `admin` or `staff`; default `owner`. */
  role?: string;
  email?: string;
}

/** An account with everything that the identity endpoints and the pages tell about it. */
export type StaffMember = Required<Account>;

/** Fills in what an account leaves out. */
export function describeAccount(account: Account): StaffMember {
  const { businessUid, staffUid } = account;
  return {
    ...account,
    businessName: account.businessName ?? businessUid,
    staffName: account.staffName ?? staffUid,
    role: account.role ?? 'owner',
    email: account.email ?? `${staffUid}@example.org`,
  };
}

/** Every business that has an account, once. */
export function businessUidsOf(accounts: readonly Account[]): string[] {
  return [...new Set(accounts.map((account) => account.businessUid))];
}

/** What a staff member may do: look, bring and import lists, or clear away what others did as well. */
export const ROLES = ['view', 'import', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A staff member whom the host has vouched for. Everything under `/api` acts for this business and no other. */
export interface Identity {
  businessUid: string;
  businessName: string | undefined;
  staffUid: string;
  role: Role;
  /** Uid of somebody else, such as support, who acts as the staff member. */
  impersonatedBy: string | undefined;
  /** When the staff member signed in; tokens are renewed for a bounded time after it. UTC, ISO 8601. */
  signedInAt: string;
}

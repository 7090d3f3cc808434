import type { StaffMember } from './account.js';
import type { Language } from './pages/language.js';

/** How a staff member uses the CRM. */
export interface StaffSettings {
  language: Language;
  /** Support acts as the staff member. */
  isSupport: boolean;
  /** The app's address carries a compact JWS. */
  handsOverJws: boolean;
}

/** What can be set on the CRM's pages, in memory. */
export interface SiteSettings {
  of(staff: StaffMember): StaffSettings;
  change(staff: StaffMember, wanted: Partial<StaffSettings>): void;
  isInstalled(businessUid: string): boolean;
  setInstalled(businessUid: string, isInstalled: boolean): void;
}

const AT_FIRST: StaffSettings = { language: 'en', isSupport: false, handsOverJws: false };

/** Starts with everything as usual; `isInstalled` is for every business. */
export function createSiteSettings(isInstalled: boolean): SiteSettings {
  const settings = new Map<StaffMember, StaffSettings>();
  const installed = new Map<string, boolean>();
  const of = (staff: StaffMember) => settings.get(staff) ?? AT_FIRST;
  return {
    of,
    change: (staff, wanted) => void settings.set(staff, { ...of(staff), ...wanted }),
    isInstalled: (businessUid) => installed.get(businessUid) ?? isInstalled,
    setInstalled: (businessUid, wanted) => void installed.set(businessUid, wanted),
  };
}

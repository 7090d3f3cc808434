import type { StaffMember } from './account.js';
import type { StaffSettings } from './site-settings.js';

export interface FrameAddressOptions {
  /** The app's public address. */
  appUrl: string;
  /** Host name and port of the CRM. */
  brandHost: string;
  staff: StaffMember;
  settings: StaffSettings;
  /**
   * How the real CRM hands over the compact JWS is not known (intandem-contract section 6.5); here it is the query parameter
   * `jws`.
   */
  jws: string | undefined;
}

/** The address under which the CRM opens the app, with the `url_params` of intandem-contract section 5.3. */
export function frameAddress(options: FrameAddressOptions): string {
  const { staff, settings, jws } = options;
  const address = new URL(options.appUrl);
  if (!address.pathname.endsWith('/')) address.pathname += '/';
  address.search = new URLSearchParams({
    business_uid: staff.businessUid,
    staff_uid: staff.staffUid,
    language: settings.language,
    brand_host: options.brandHost,
    ...(settings.isSupport ? { impersonate: 'true' } : {}),
    ...(jws === undefined ? {} : { jws }),
  }).toString();
  return address.href;
}

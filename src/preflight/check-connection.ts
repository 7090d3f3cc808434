import { FerryError } from '../errors.js';
import { found, ok, type Check } from './check.js';
import type { PreflightHost } from './preflight-deps.js';

/** Whether there is a token, the host takes it, and it is of this business. */
export async function checkToken(host: PreflightHost, businessUid: string): Promise<Check[]> {
  const none = found(
    'token',
    'problem',
    'There is no token to speak to the CRM with.',
    'Sign in through the CRM, or set INTANDEM_STAFF_TOKEN.',
  );
  try {
    const staff = await host.readStaff();
    if (staff === undefined) return [none];
    return [ok('token', 'The CRM takes the token.'), checkOwner(staff.businessUid === businessUid)];
  } catch (error) {
    const { code, message, hint = '' } = asRefusal(error);
    return [found('token', code === 'host_unreachable' ? 'unknown' : 'problem', message, hint)];
  }
}

const checkOwner = (isOurs: boolean): Check =>
  isOurs
    ? ok('business', 'The token is of this business.')
    : found(
        'business',
        'problem',
        'The token is of another business, so the import would go there.',
        'Use the token of a staff member of this business.',
      );

/** Whether the app is installed for the business; the host's 422 says no more than that it is not (intandem-contract section 1). */
export async function checkInstalled(
  host: PreflightHost,
  businessUid: string,
  appCode: string,
): Promise<Check> {
  return unlessSilent('installed', async () =>
    (await host.isInstalled(businessUid))
      ? ok('installed', 'The app is installed for the business.')
      : found(
          'installed',
          'problem',
          `The app ${appCode} is not installed for the business, so the CRM would refuse the import (422).`,
          "Install it from the CRM's app market, or have the directory assign and install it.",
        ),
  );
}

const NEVER_TOO_FAR_MS = 60_000;

/** Whether our clock and that of the host agree, as signing in and the account of an import need it. */
export async function checkClock(host: PreflightHost, now: () => Date): Promise<Check> {
  return unlessSilent('clock', async () => {
    const theirs = await host.readClock();
    if (theirs === undefined)
      return found(
        'clock',
        'unknown',
        'The CRM does not say what time it is.',
        'Nothing needs to be done.',
      );
    const skewMs = Math.abs(now().getTime() - theirs.getTime());
    const seconds = Math.round(skewMs / 1000);
    return skewMs <= NEVER_TOO_FAR_MS
      ? ok('clock', "The clock here agrees with the CRM's.")
      : found(
          'clock',
          'warning',
          `The clock here differs from the CRM's by ${seconds} seconds, so signing in may fail, and times cannot be compared.`,
          'Set the clock of this machine, for example with NTP.',
          { seconds },
        );
  });
}

/** A check that the host would not answer is unknown, with what it said. Throws what is no refusal. */
export async function unlessSilent(
  name: Check['name'],
  look: () => Promise<Check>,
): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    const { message, hint = '' } = asRefusal(error);
    return found(name, 'unknown', `This could not be checked: ${message}`, hint);
  }
}

/** What was thrown, if it is a refusal; anything else goes on. */
function asRefusal(error: unknown): FerryError {
  if (error instanceof FerryError) return error;
  throw error;
}

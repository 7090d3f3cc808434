import type { Config } from './config.js';
import type { ActingStaff } from './host/host-client.js';
import { createIdentityHost } from './host/identity-host.js';
import type { SignIn } from './sign-in/sign-in.js';

/** In whose name something was begun. */
export interface Beginner {
  businessUid: string;
  /** Undefined for the command line, unless it said who it was. */
  staffUid: string | undefined;
}

type HostTokens = Pick<SignIn, 'hostTokenOf' | 'forgetHostToken'>;

/** A staff member who is there, with their own token only; one that the host refuses is forgotten. */
export async function actInPerson(
  signIn: HostTokens,
  staff: { businessUid: string; staffUid: string },
): Promise<ActingStaff> {
  return {
    token: await signIn.hostTokenOf(staff),
    onTokenRefused: () => signIn.forgetHostToken(staff),
  };
}

/** Whoever began something, as the host is spoken to for them when nobody waits for it; undefined without a token of theirs. */
export type ActingFor = (who: Beginner) => Promise<ActingStaff | undefined>;

/**
 * For staff who signed in it is their own token. The token of the configuration stands in for whoever said nothing of
 * themselves, and for a named one only when the host says that it belongs to the same business.
 */
export function createActingFor({ intandem }: Config, signIn: HostTokens): ActingFor {
  const { staffToken } = intandem;
  const host = createIdentityHost(intandem);
  const configured: ActingStaff | undefined =
    staffToken === undefined
      ? undefined
      : { token: staffToken, onTokenRefused: () => Promise.resolve() };
  const isOfBusiness = async (businessUid: string): Promise<boolean> => {
    if (staffToken === undefined) return false;
    const staff = await host.readStaff(staffToken).catch(() => undefined);
    return staff?.businessUid === businessUid;
  };
  return async ({ businessUid, staffUid }) => {
    if (staffUid === undefined) return configured;
    const staff = await actInPerson(signIn, { businessUid, staffUid });
    if (staff.token !== undefined) return staff;
    return (await isOfBusiness(businessUid)) ? configured : undefined;
  };
}

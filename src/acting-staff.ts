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

/** Whose token the configured one is is asked again after this. */
const KNOWN_FOR_MS = 10 * 60_000;
/** A host that does not say may say it in a moment. */
const UNKNOWN_FOR_MS = 60_000;

/** The token of the configuration for a business; `isSure`: only when the host says that it is of that business. */
type ConfiguredFor = (
  businessUid: string,
  options: { isSure: boolean },
) => Promise<ActingStaff | undefined>;

/** Never gives the configured token for a business when the host says that it belongs to another one. */
export function createConfiguredFor(
  { intandem }: Config,
  nowMs = () => performance.now(),
): ConfiguredFor {
  const { staffToken } = intandem;
  if (staffToken === undefined) return () => Promise.resolve(undefined);
  const host = createIdentityHost(intandem);
  const staff: ActingStaff = { token: staffToken, onTokenRefused: () => Promise.resolve() };
  let kept = { businessUid: undefined as string | undefined, untilMs: -Infinity };
  const findBusiness = async (): Promise<string | undefined> => {
    if (nowMs() < kept.untilMs) return kept.businessUid;
    const told = await host.readStaff(staffToken).catch(() => undefined);
    const forMs = told === undefined ? UNKNOWN_FOR_MS : KNOWN_FOR_MS;
    kept = { businessUid: told?.businessUid, untilMs: nowMs() + forMs };
    return kept.businessUid;
  };
  return async (businessUid, { isSure }) => {
    const told = await findBusiness();
    return told === businessUid || (told === undefined && !isSure) ? staff : undefined;
  };
}

/**
 * For staff who signed in it is their own token. The token of the configuration stands in for whoever said nothing of
 * themselves, and for a named one only when the host says that it belongs to the same business.
 */
export function createActingFor(config: Config, signIn: HostTokens): ActingFor {
  const configuredFor = createConfiguredFor(config);
  return async ({ businessUid, staffUid }) => {
    if (staffUid === undefined) return configuredFor(businessUid, { isSure: false });
    const staff = await actInPerson(signIn, { businessUid, staffUid });
    if (staff.token !== undefined) return staff;
    return configuredFor(businessUid, { isSure: true });
  };
}

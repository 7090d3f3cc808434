import { FerryError, type ErrorCode } from '../errors.js';

/** Why a sign-in came to nothing, as a closed set: the sign-in window has a sentence for each in every language. */
export type SignInReason =
  | 'not_set_up'
  | 'stale'
  | 'declined'
  | 'unreachable'
  | 'no_access'
  | 'code_over'
  | 'proof_refused'
  | 'too_many';

export interface Explanation {
  message: string;
  hint: string;
}

/** What happened and what to do, in English; other languages are beside the sign-in window. */
export const EXPLANATIONS: Readonly<Record<SignInReason, Explanation>> = {
  not_set_up: {
    message: 'Signing in through the CRM is not set up here.',
    hint: 'Ask whoever runs this app to set INTANDEM_CLIENT_ID and INTANDEM_CLIENT_SECRET.',
  },
  stale: {
    message: 'This sign-in was begun too long ago, in another browser, or is over already.',
    hint: 'Begin again, and finish within ten minutes in the same browser.',
  },
  declined: {
    message: 'The CRM did not sign you in.',
    hint: 'Try again; if the CRM still declines, ask the administrator of your account.',
  },
  unreachable: {
    message: 'The CRM does not answer at the moment.',
    hint: 'Try again in a minute.',
  },
  no_access: {
    message: 'Your role in the CRM has no access to importing clients.',
    hint: 'Ask the administrator of your account.',
  },
  code_over: {
    message: 'This sign-in was used already or took too long.',
    hint: 'Sign in again.',
  },
  proof_refused: {
    message: 'The CRM did not vouch for you in a way that can be checked.',
    hint: 'Open the page again from the CRM, or sign in.',
  },
  too_many: {
    message: 'There were too many failed sign-ins from your network.',
    hint: 'Wait a minute, then try again.',
  },
};

/** A sign-in that failed: `sign_in_failed`, or `host_unreachable` when the host gave no usable answer. */
export class SignInError extends FerryError {
  readonly reason: SignInReason;
  /** What the host itself said, as one line of plain text. */
  readonly said: string | undefined;

  constructor(reason: SignInReason, options: { said?: string | undefined; cause?: unknown } = {}) {
    const { message, hint } = EXPLANATIONS[reason];
    const { said, cause } = options;
    const code: ErrorCode = reason === 'unreachable' ? 'host_unreachable' : 'sign_in_failed';
    super(code, said === undefined ? message : `${message} It said: "${said}"`, { hint, cause });
    this.reason = reason;
    this.said = said;
  }
}

import { EXPLANATIONS, type Explanation, type SignInReason } from '../../sign-in/sign-in-error.js';

/** The words of the sign-in window in one language. */
export interface Texts {
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  failed: string;
  explanations: Readonly<Record<SignInReason, Explanation>>;
  /** When something broke on our side. */
  trouble: Explanation;
  /** Before what the CRM itself said. */
  crmSaid: string;
  tryAgain: string;
  done: string;
  canClose: string;
}

/** A further language is a further entry. */
const TEXTS: readonly Texts[] = [
  {
    language: 'en',
    direction: 'ltr',
    title: 'Signing in',
    failed: 'You are not signed in',
    explanations: EXPLANATIONS,
    trouble: {
      message: 'Something went wrong on our side.',
      hint: 'Try again in a minute.',
    },
    crmSaid: 'The CRM said:',
    tryAgain: 'Try again',
    done: 'You are signed in',
    canClose: 'This window closes by itself. If it does not, close it and go on in the CRM.',
  },
];

/** The texts of a language such as `en` or `en-GB`; the first ones when there are none. */
export function textsOf(language: string | undefined): Texts {
  const primary = language?.toLowerCase().split(/[-_]/)[0];
  const [first] = TEXTS;
  const found = TEXTS.find((texts) => texts.language === primary) ?? first;
  if (!found) throw new TypeError('There are no texts.');
  return found;
}

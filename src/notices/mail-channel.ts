import { pickLanguage } from '../languages.js';
import type { ImportAccount } from '../results/import-account.js';
import type { Channel, Delivery } from './channel.js';
import { composeNotice, type ComposedNotice, type NoticeFacts } from './compose-notice.js';
import { countsOf } from './notice-counts.js';
import type { Notice } from './notice.js';
import { pageLink } from './page-link.js';

/** An e-mail as it is handed to the mail server. */
export interface Mail extends ComposedNotice {
  /** The same for every attempt. */
  id: string;
  /** Those whom it names as recipients. */
  to: readonly string[];
  /** Those who get the same without being named. */
  copyTo: readonly string[];
}

export interface MailChannelDeps {
  sendMail: (mail: Mail, signal: AbortSignal) => Promise<Delivery>;
  /** What the host told of a staff member. */
  contactOf: (staff: {
    businessUid: string;
    staffUid: string;
  }) => Promise<{ email: string | undefined; language: string | undefined }>;
  /**
   * Addresses parted by commas or spaces that get a copy of each notice, and those of imports whose staff member has no
   * known address.
   */
  copyTo: string | undefined;
  publicUrl: () => string | undefined;
  zone: string;
  supportContact: string | undefined;
}

/** Notices by e-mail: to the staff member who began the import, in their language, and a copy to the operator. */
export function createMailChannel(deps: MailChannelDeps): Channel {
  return {
    name: 'mail',
    canTell: async (account) => (await findRecipient(deps, account)) !== undefined,
    tell: async (notice, account, signal) => {
      const recipient = await findRecipient(deps, account);
      if (!recipient)
        return { kind: 'refused', problem: 'No address is known any more.', isFinal: false };
      const { to, copyTo, language } = recipient;
      const composed = composeNotice(factsOf(deps, notice, account), {
        language: pickLanguage(language),
        zone: deps.zone,
      });
      return deps.sendMail({ id: notice.id, to, copyTo, ...composed }, signal);
    },
  };
}

interface Recipient extends Pick<Mail, 'to' | 'copyTo'> {
  language: string | undefined;
}

async function findRecipient(
  { contactOf, copyTo: others = '' }: MailChannelDeps,
  { businessUid, sessions: [first] }: ImportAccount,
): Promise<Recipient | undefined> {
  const copyTo = others.split(/[\s,;]+/).filter((address) => address !== '');
  const staffUid = first?.staffUid;
  const known = staffUid === undefined ? undefined : await contactOf({ businessUid, staffUid });
  const language = known?.language;
  if (known?.email !== undefined) return { to: [known.email], copyTo, language };
  return copyTo.length === 0 ? undefined : { to: copyTo, copyTo: [], language };
}

function factsOf(
  { publicUrl, supportContact }: MailChannelDeps,
  { importId, businessUid, outcome, createdAt }: Notice,
  account: ImportAccount,
): NoticeFacts {
  return {
    ...{ importId, businessUid, outcome, supportContact },
    startedAt: account.sessions[0]?.createdAt ?? createdAt,
    counts: countsOf(account),
    link: pageLink(publicUrl(), importId),
  };
}

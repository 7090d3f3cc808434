import type { BusinessField } from '../profiles/host-fields.js';
import type { WebhookHost } from '../results/webhook-host.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { HostStaff } from '../sign-in/identity-host.js';

/** Our app as the host knows it. */
export interface HostApp {
  name: string | undefined;
  types: string[];
  /** Base of the address that the host polls; it holds our secret. Undefined when the host does not tell. */
  apiUri: string | undefined;
}

/** Types of the host's fields that values may look like (intandem-contract section 4.1). */
export type FieldType = 'singleline' | 'multiline' | 'datepicker' | 'checkbox' | 'identifier';

/** The host, as far as looking at it before an import goes. Everything throws `host_unreachable` and `host_refused`. */
export interface PreflightHost {
  /** Whose token it is; undefined when there is none. */
  readStaff(): Promise<HostStaff | undefined>;
  isInstalled(businessUid: string): Promise<boolean>;
  /** Undefined: the host knows no such app. */
  readApp(): Promise<HostApp | undefined>;
  /** Undefined when the list cannot be had. */
  listFields(): Promise<BusinessField[] | undefined>;
  /** Makes a field on the client card. Throws `host_unclear` when it may have come to be all the same. */
  createField(field: { label: string; type: FieldType }): Promise<void>;
  /** What time it is there; undefined when it does not say. */
  readClock(): Promise<Date | undefined>;
}

/** Our own public address, asked as the host would ask it. Undefined when nobody answers. */
export type AskOurselves = (url: string) => Promise<{ status: number; text: string } | undefined>;

export interface PreflightDeps {
  store: Pick<SessionStore, 'findCurrentSession' | 'readClients'>;
  host: PreflightHost;
  /** Undefined when the app has no client id and secret, so that it cannot subscribe. */
  webhooks: Pick<WebhookHost, 'list'> | undefined;
  askOurselves: AskOurselves;
  settings: {
    /** Without a trailing slash. */
    publicUrl: string | undefined;
    /** Zero, one or two, each valid; the first is the current one. */
    exportSecrets: readonly string[];
    appCode: string;
  };
  /** Space left where lists are kept; undefined when that is somewhere else. */
  freeBytes: () => Promise<number | undefined>;
  now: () => Date;
}

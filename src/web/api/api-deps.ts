import type { DraftDeps } from '../../drafts/draft-deps.js';
import type { Logger } from '../../logger.js';
import type { PreflightDeps } from '../../preflight/preflight-deps.js';
import type { DeclareDeps } from '../../sessions/declare.js';
import type { Identity } from '../../sign-in/identity.js';
import type { SignIn } from '../../sign-in/sign-in.js';
import type { Store } from '../../store/store.js';

/** How much and for how long the API bears. */
export interface ApiLimits {
  /** Of a JSON body. */
  bodyBytes: number;
  uploadsPerBusiness: number;
  /** An upload that brings nothing for so long is cut. */
  uploadIdleMs: number;
  /** An upload that takes longer in all is cut. */
  uploadMs: number;
  /** Between two looks at the store while somebody watches. */
  eventsEveryMs: number;
  /** Between comment lines that keep a silent stream alive. */
  keepAliveMs: number;
  /** Streams that one staff member reads at a time; another one breaks off the oldest. */
  streamsPerStaff: number;
  /** For so long after the end of an import, reports of the CRM are watched for. */
  reportsMs: number;
  /** A stream is broken off after so long, so that who watches comes back with a token that is still good. */
  streamMs: number;
}

export const API_LIMITS: ApiLimits = {
  bodyBytes: 1024 * 1024,
  uploadsPerBusiness: 4,
  uploadIdleMs: 30_000,
  uploadMs: 60 * 60_000,
  eventsEveryMs: 500,
  keepAliveMs: 15_000,
  streamsPerStaff: 4,
  reportsMs: 10 * 60_000,
  streamMs: 15 * 60_000,
};

export interface ApiDeps {
  store: Store;
  drafts: DraftDeps;
  signIn: Pick<SignIn, 'verify' | 'hostTokenOf'>;
  /** For calls to the host in the name of that staff member; a token that the host refuses is forgotten. */
  declare: (who: Identity) => Promise<DeclareDeps>;
  /** For looking at everything that an import needs, in the name of that staff member. */
  preflight: (who: Identity) => Promise<PreflightDeps>;
  createJobId: () => string;
  /** Told of work on the CRM that is to begin now. */
  onJob: () => void;
  now: () => Date;
  quietMs: number;
  /** For how long lists are kept, and whether they go away as soon as their import is complete, unless a person says otherwise. */
  keeping: { retentionMs: number; wipeWhenDone: boolean; graceMs: number };
  /** Origin of the page; undefined when the configuration names none. */
  publicOrigin: string | undefined;
  logger: Logger;
  limits: ApiLimits;
}

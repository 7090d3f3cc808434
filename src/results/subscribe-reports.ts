import { FerryError } from '../errors.js';
import { REPORT_EVENT } from './parse-report.js';
import type { WebhookHost } from './webhook-host.js';

/** Where the host's reports come to, after the part of the address that is secret. */
export const REPORTS_PATH = '/webhooks/intandem';

export interface ReportsAddress {
  /** Without a slash at the end; undefined when nobody said how the host reaches us. */
  publicUrl: string | undefined;
  /** Those that are valid now; the first one is used. */
  secrets: readonly string[];
}

/** How it went, for people; never with an address, since those hold secrets (promises S23). */
export interface SubscribedReports {
  state: 'subscribed' | 'already' | 'not_subscribed';
  /** Why the host does not report, or that an old address could not be taken back. */
  problem: string | undefined;
  /** Addresses of ours with secrets that are not valid any more, which the host was told to forget. */
  forgotten: number;
}

/**
 * Subscribes our address to the host's reports (intandem-contract section 8) and takes back those with secrets that are not
 * valid any more. To be called at every start. It never throws a refusal: without reports an import still goes, and its clients
 * stay unknown until they are reconciled.
 */
export async function subscribeReports(
  host: WebhookHost,
  { publicUrl, secrets }: ReportsAddress,
): Promise<SubscribedReports> {
  if (publicUrl === undefined) {
    const problem =
      'The CRM is not asked to report what became of clients, because PUBLIC_URL is not set.';
    return { state: 'not_subscribed', problem, forgotten: 0 };
  }
  const [secret] = secrets;
  try {
    const state = await host.subscribe(REPORT_EVENT, addressOf(publicUrl, secret));
    const old = await forgetOld(host, publicUrl, secrets);
    return { state, ...old };
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    const problem = `The CRM will not report what became of clients: ${error.message}`;
    return { state: 'not_subscribed', problem, forgotten: 0 };
  }
}

const addressOf = (publicUrl: string, secret: string | undefined): string =>
  `${publicUrl}${secret === undefined ? '' : `/host/${secret}`}${REPORTS_PATH}`;

/** Only addresses of this installation are taken back: others may belong to another one of the same app. */
async function forgetOld(
  host: WebhookHost,
  publicUrl: string,
  secrets: readonly string[],
): Promise<{ forgotten: number; problem: string | undefined }> {
  const valid = new Set([undefined, ...secrets].map((secret) => addressOf(publicUrl, secret)));
  const isOld = (url: string) =>
    url.startsWith(`${publicUrl}/host/`) && url.endsWith(REPORTS_PATH) && !valid.has(url);
  let forgotten = 0;
  try {
    for (const { url } of await host.list(REPORT_EVENT)) {
      if (!isOld(url)) continue;
      await host.unsubscribe(REPORT_EVENT, url);
      forgotten += 1;
    }
    return { forgotten, problem: undefined };
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    const problem = `Whether the CRM still reports to an old address is not known: ${error.message}`;
    return { forgotten, problem };
  }
}

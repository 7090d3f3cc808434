import type { Batch } from '../staging/batch.js';
import type { Check } from './check.js';
import { checkApp, checkPublicAddress, checkWebhook } from './check-address.js';
import { checkBatch, checkDisk, checkSession } from './check-batch.js';
import { checkClock, checkInstalled, checkToken } from './check-connection.js';
import type { PreflightDeps } from './preflight-deps.js';

/**
 * Looks at everything that an import of a business needs before anything is sent, and changes nothing: the connection to the
 * host, the way back from it, and the batch, which the caller has made sure is of that business. Nothing that the token would
 * be needed for is asked when the host does not take it.
 */
export async function checkBusiness(
  deps: PreflightDeps,
  { businessUid, batch }: { businessUid: string; batch?: Batch | undefined },
): Promise<Check[]> {
  const { host, settings, now } = deps;
  const connection = await checkToken(host, businessUid);
  const isConnected = connection[0]?.state === 'ok';
  const checks = await Promise.all([
    isConnected ? checkInstalled(host, businessUid, settings.appCode) : [],
    isConnected ? checkApp(deps) : [],
    checkPublicAddress(deps),
    checkWebhook(deps),
    checkClock(host, now),
    checkDisk(deps),
    checkSession(deps, businessUid),
    batch === undefined ? [] : checkBatch(deps, batch),
  ]);
  return [...connection, ...checks.flat()];
}

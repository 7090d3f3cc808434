import { REPORT_EVENT } from '../results/parse-report.js';
import { REPORTS_PATH } from '../results/subscribe-reports.js';
import { found, ok, type Check } from './check.js';
import { unlessSilent } from './check-connection.js';
import type { PreflightDeps } from './preflight-deps.js';

/** Whether the host knows our app, as what, and polls it where we answer. The address is never shown: it holds the secret. */
export async function checkApp({ host, settings }: PreflightDeps): Promise<Check[]> {
  const { appCode } = settings;
  let apiUri: string | undefined;
  const type = await unlessSilent('app_type', async () => {
    const app = await host.readApp();
    apiUri = app?.apiUri;
    return app?.types.includes('import_clients') === true
      ? ok('app_type', 'The app is of the type import_clients.')
      : found(
          'app_type',
          'problem',
          app === undefined
            ? `The CRM knows no app ${appCode}.`
            : `The app ${appCode} is not of the type import_clients, so the CRM would refuse the import (422).`,
          'Check INTANDEM_APP_CODE, and register the app with the type import_clients.',
        );
  });
  return type.state === 'problem' ? [type] : [type, checkApiUri(apiUri, settings)];
}

function checkApiUri(
  apiUri: string | undefined,
  { publicUrl, exportSecrets }: PreflightDeps['settings'],
): Check {
  if (apiUri === undefined || publicUrl === undefined) {
    return found(
      'api_uri',
      'unknown',
      apiUri === undefined
        ? 'The CRM does not tell which address it polls (api_uri).'
        : 'PUBLIC_URL is not set, so it is not known whether the CRM polls the right address.',
      'Compare the api_uri of the app by hand: it must be PUBLIC_URL/host/<EXPORT_SECRET>.',
    );
  }
  const at = baseAddresses(publicUrl, exportSecrets).indexOf(apiUri.replace(/(?<!\/)\/+$/, ''));
  if (at === 0) return ok('api_uri', 'The CRM polls the address that is configured here.');
  return at > 0
    ? found(
        'api_uri',
        'warning',
        'The CRM still polls the address with the older of the two secrets.',
        'Register the api_uri with the first secret of EXPORT_SECRET before you take the second one away.',
      )
    : found(
        'api_uri',
        'problem',
        'The CRM polls another address (api_uri) than PUBLIC_URL/host/<EXPORT_SECRET>, so nobody would hand it the clients.',
        'Register the app with that api_uri, or mend PUBLIC_URL and EXPORT_SECRET.',
      );
}

/** What `api_uri` may be, the current one first. */
const baseAddresses = (publicUrl: string, secrets: readonly string[]): string[] =>
  secrets.length === 0 ? [publicUrl] : secrets.map((secret) => `${publicUrl}/host/${secret}`);

/** Whether our public address leads to us, and its door for polls is there: for a business without a session it must be shut. */
export async function checkPublicAddress(deps: PreflightDeps): Promise<Check> {
  const { askOurselves, settings } = deps;
  const { publicUrl, exportSecrets } = settings;
  if (publicUrl === undefined) {
    return found(
      'public_address',
      'unknown',
      'PUBLIC_URL is not set, so it is not known where the CRM reaches the app.',
      'Set PUBLIC_URL to the address of the app as the CRM reaches it.',
    );
  }
  const health = await askOurselves(`${publicUrl}/healthz`);
  const [base = publicUrl] = baseAddresses(publicUrl, exportSecrets);
  const nobody = new URLSearchParams({ business_uid: 'nobody', page: '1', per_page: '1' });
  const door = await askOurselves(`${base}/app/clients/export?${nobody.toString()}`);
  const isOurs = health?.status === 200 && health.text.includes('"ok"');
  const isShut = door?.status === 404 && door.text.includes('"not_found"');
  return isOurs && isShut
    ? ok('public_address', `${publicUrl} leads to the app, as seen from this machine.`)
    : found(
        'public_address',
        'problem',
        `${publicUrl} ${isOurs ? 'leads to the app, but not to what the CRM polls' : 'does not lead to the app'}, as seen from this machine.`,
        'Check that the app runs, PUBLIC_URL, and whatever stands in front of it (DNS, TLS, proxy).',
      );
}

/** Whether the host tells us what becomes of the clients (intandem-contract section 8). */
export async function checkWebhook({ webhooks, settings }: PreflightDeps): Promise<Check> {
  const missing = found(
    'webhook',
    'warning',
    'The CRM does not report to this app, so what became of the clients is only known by looking into the CRM afterwards.',
    'The app subscribes when it starts, with PUBLIC_URL, INTANDEM_CLIENT_ID and INTANDEM_CLIENT_SECRET set; afterwards: clientferry reconcile <session>',
  );
  const { publicUrl, exportSecrets } = settings;
  if (webhooks === undefined || publicUrl === undefined) return missing;
  return unlessSilent('webhook', async () => {
    const ours = baseAddresses(publicUrl, exportSecrets).map((base) => `${base}${REPORTS_PATH}`);
    const subscribed = await webhooks.list(REPORT_EVENT);
    return subscribed.some(({ url }) => ours.includes(url))
      ? ok('webhook', 'The CRM reports to this app what becomes of the clients.')
      : missing;
  });
}

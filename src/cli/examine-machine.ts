import { createDeclareDeps } from '../declare-deps.js';
import { checkConfig } from '../check-config.js';
import type { Config } from '../config.js';
import { FerryError } from '../errors.js';
import { checkSmtp } from '../notify/smtp.js';
import { openStore } from '../open-store.js';
import type { Store } from '../store/store.js';
import { plural } from './output.js';
import { loadProfiles } from '../profiles/load-profiles.js';

/** One thing that was looked at. `warn` is worth knowing, `fail` stands in the way, `unknown` could not be looked at. */
export interface Finding {
  name: string;
  state: 'ok' | 'warn' | 'fail' | 'unknown';
  text: string;
  hint?: string | undefined;
}

/** Looks at what every import needs: this machine, the settings, the CRM. Never throws: what goes wrong is a finding. */
export async function examineMachine(config: Config): Promise<Finding[]> {
  return [
    { name: 'node', state: 'ok', text: process.version },
    { name: 'profiles', state: 'ok', text: `${loadProfiles().length} loaded` },
    ...(await examineStore(config)),
    examineSettings(config),
    examineDoor(config),
    await examineHost(config),
    ...(await examineMail(config)),
  ];
}

/** Settings that are good one by one and cannot work together: with them the app would not start. */
function examineSettings(config: Config): Finding {
  try {
    checkConfig(config);
    return { name: 'settings', state: 'ok', text: 'they work together' };
  } catch (error) {
    return { name: 'settings', state: 'fail', text: explain(error) };
  }
}

async function examineStore(config: Config): Promise<Finding[]> {
  try {
    const store = await openStore(config);
    try {
      await store.check();
      const batches = await store.listBatches();
      const data: Finding = {
        name: 'data',
        state: 'ok',
        text: `${config.database ? 'the database' : config.dataDir} is writable and holds ${batches.length} ${batches.length === 1 ? 'batch' : 'batches'}`,
      };
      return [data, ...(await examineStrays(store))];
    } finally {
      await store.close();
    }
  } catch (error) {
    return [{ name: 'data', state: 'fail', text: explain(error) }];
  }
}

const MOST_STRAYS = 1_000;

/** Reports that fit no import are kept aside, and somebody should know. */
async function examineStrays(store: Store): Promise<Finding[]> {
  const { length } = await store.listStrayReports(MOST_STRAYS);
  if (length === 0) return [];
  return [
    {
      name: 'reports',
      state: 'warn',
      text: `${length === MOST_STRAYS ? 'at least ' : ''}${plural(length, 'report')} of the CRM fit no import that is known here`,
      hint: 'They are kept for 30 days. Another installation of the same app may share the address.',
    },
  ];
}

function examineDoor({ exportSecrets, exportOpen, publicUrl, host, port }: Config): Finding {
  const door = { name: 'door' } as const;
  if (exportOpen)
    return { ...door, state: 'fail', text: 'EXPORT_OPEN is set: anybody can read client lists.' };
  if (exportSecrets.length === 0) {
    return {
      ...door,
      state: 'warn',
      text: 'No EXPORT_SECRET: fine for a rehearsal on this machine, not for the real CRM.',
    };
  }
  if (publicUrl === undefined) {
    return {
      ...door,
      state: 'warn',
      text: 'PUBLIC_URL is not set, so the api_uri for the CRM is not known.',
    };
  }
  return {
    ...door,
    state: 'ok',
    text: `the app listens on ${host}:${port}; the CRM's api_uri is ${publicUrl}/host/<EXPORT_SECRET>`,
  };
}

async function examineHost(config: Config): Promise<Finding> {
  const { apiUrl, staffToken } = config.intandem;
  if (staffToken === undefined) {
    return {
      name: 'crm',
      state: 'warn',
      text: 'INTANDEM_STAFF_TOKEN is not set; the CRM refuses declarations without one.',
    };
  }
  const store = await openStore(config);
  try {
    const fields = await createDeclareDeps(config, store).host.listFields();
    return fields === undefined
      ? {
          name: 'crm',
          state: 'fail',
          text: `${apiUrl} does not answer, or refuses INTANDEM_STAFF_TOKEN.`,
        }
      : {
          name: 'crm',
          state: 'ok',
          text: `${apiUrl} answers and lists ${fields.length} client fields`,
        };
  } finally {
    await store.close();
  }
}

/** Only when e-mail is set up. */
async function examineMail({ notices: { mail } }: Config): Promise<Finding[]> {
  if (mail === undefined) return [];
  try {
    await checkSmtp(mail);
    return [{ name: 'mail', state: 'ok', text: 'the mail server answers' }];
  } catch (error) {
    return [{ name: 'mail', state: 'fail', text: explain(error) }];
  }
}

function explain(error: unknown): string {
  if (error instanceof FerryError) return `${error.message} ${error.hint ?? ''}`.trim();
  return error instanceof Error ? error.message : String(error);
}

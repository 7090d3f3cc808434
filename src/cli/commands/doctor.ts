import { createDeclareDeps } from '../../app.js';
import { checkConfig } from '../../check-config.js';
import { createPreflightDeps } from '../../create-preflight.js';
import { openStore } from '../../open-store.js';
import type { Config } from '../../config.js';
import { FerryError } from '../../errors.js';
import { checkBusiness } from '../../preflight/check-business.js';
import type { CheckState } from '../../preflight/check.js';
import { createMissingFields, findMissingFields } from '../../preflight/missing-fields.js';
import { loadProfiles } from '../../profiles/load-profiles.js';
import { getBatchToDeclare } from '../../sessions/declarable.js';
import type { Store } from '../../store/store.js';
import { confirm } from '../confirm.js';
import { commandWithExamples, readConfig, withStore, type AddCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { coloured, plural, print, printable, printJson, say } from '../output.js';

/** One thing that was looked at. `warn` is worth knowing, `fail` stands in the way, `unknown` could not be looked at. */
interface Finding {
  name: string;
  state: 'ok' | 'warn' | 'fail' | 'unknown';
  text: string;
  hint?: string | undefined;
}

interface DoctorOptions {
  business?: string;
  batch?: string;
  createFields: boolean;
  yes: boolean;
  json: boolean;
}

export const addDoctor: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'doctor',
      'Check that everything an import needs is in place; changes nothing unless asked to.',
      [
        'doctor                                             # this machine and the settings',
        'doctor --business b1 --batch b_4f0c…               # and the way to the CRM and back',
        'doctor --business b1 --batch b_4f0c… --create-fields',
      ],
    )
      .option('--business <uid>', 'also look at everything that an import of this business needs')
      .option('--batch <id>', 'also look at this batch')
      .option(
        '--create-fields',
        'create the fields in the CRM that the batch has and it has not',
        false,
      )
      .option('-y, --yes', 'do not ask', false)
      .option('--json', 'print the result as JSON', false)
      .action(runDoctor),
  );
};

async function runDoctor(options: DoctorOptions): Promise<void> {
  const config = readConfig();
  if (options.createFields) await createFields(config, options);
  const findings = await examine(config);
  if (options.business !== undefined) findings.push(...(await examineBusiness(config, options)));
  if (options.json) printJson('findings', findings);
  else findings.forEach(present);
  if (findings.some(({ state }) => state === 'fail')) process.exitCode = EXIT.failure;
}

function present({ name, state, text, hint }: Finding): void {
  print(`${SIGNS[state]()} ${name.padEnd(14)} ${printable(text)}`);
  if (hint !== undefined && state !== 'ok') print(`${' '.repeat(20)}${printable(hint)}`);
}

const SIGNS = {
  ok: () => coloured('green', 'ok  '),
  warn: () => coloured('yellow', 'warn'),
  fail: () => coloured('red', 'FAIL'),
  unknown: () => coloured('yellow', '?   '),
};

const FINDING_STATES = {
  ok: 'ok',
  warning: 'warn',
  problem: 'fail',
  unknown: 'unknown',
} as const satisfies Record<CheckState, Finding['state']>;

async function examineBusiness(
  config: Config,
  { business = '', batch: batchId }: DoctorOptions,
): Promise<Finding[]> {
  return withStore(async (store) => {
    const batch = batchId === undefined ? undefined : await findList(store, business, batchId);
    const deps = createPreflightDeps(config, store);
    const checks = await checkBusiness(deps, { businessUid: business, batch });
    return checks.map(({ name, state, message, hint }) => ({
      ...{ name, state: FINDING_STATES[state], text: message, hint },
    }));
  });
}

const findList = (store: Store, businessUid: string, batchId: string) =>
  getBatchToDeclare(store, { businessUid, batchId });

/** Makes fields in the CRM, after a person has seen which. Throws `usage`, `not_confirmed` and what the host throws. */
async function createFields(
  config: Config,
  { business, batch: batchId, yes }: DoctorOptions,
): Promise<void> {
  if (business === undefined || batchId === undefined) {
    throw new FerryError('usage', 'It is not said for which list fields are to be created.', {
      hint: 'Give --business and --batch as well.',
    });
  }
  await withStore(async (store) => {
    const batch = await findList(store, business, batchId);
    const deps = createPreflightDeps(config, store);
    const missing = await findMissingFields(deps, batch);
    if (missing === undefined) {
      throw new FerryError('host_refused', 'The CRM does not tell which fields it has.', {
        hint: 'See why: clientferry doctor --business <uid>',
      });
    }
    if (missing.length === 0) {
      say('The CRM has a field for everything in the list.');
      return;
    }
    for (const { label, type } of missing) say(`  ${printable(label)} (${type})`);
    await confirm(`Create ${plural(missing.length, 'field')} on the CRM's client card?`, { yes });
    const keys = missing.map(({ key }) => key);
    const created = await createMissingFields(deps, batch, keys);
    say(`Created ${plural(created.length, 'field')} in the CRM.`);
  });
}

async function examine(config: Config): Promise<Finding[]> {
  return [
    { name: 'node', state: 'ok', text: process.version },
    { name: 'profiles', state: 'ok', text: `${loadProfiles().length} loaded` },
    await examineStore(config),
    examineSettings(config),
    examineDoor(config),
    await examineHost(config),
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

async function examineStore(config: Config): Promise<Finding> {
  try {
    const store = await openStore(config);
    try {
      await store.check();
      const batches = await store.listBatches();
      return {
        name: 'data',
        state: 'ok',
        text: `${config.database ? 'the database' : config.dataDir} is writable and holds ${batches.length} ${batches.length === 1 ? 'batch' : 'batches'}`,
      };
    } finally {
      await store.close();
    }
  } catch (error) {
    return { name: 'data', state: 'fail', text: explain(error) };
  }
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

function explain(error: unknown): string {
  if (error instanceof FerryError) return `${error.message} ${error.hint ?? ''}`.trim();
  return error instanceof Error ? error.message : String(error);
}

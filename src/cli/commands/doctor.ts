import { createDeclareDeps } from '../../app.js';
import { openStore } from '../../open-store.js';
import type { Config } from '../../config.js';
import { FerryError } from '../../errors.js';
import { loadProfiles } from '../../profiles/load-profiles.js';
import { commandWithExamples, readConfig, type AddCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { coloured, print, printable, printJson } from '../output.js';

/** One thing that was looked at. `warn` is worth knowing, `fail` stands in the way. */
interface Finding {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  text: string;
}

export const addDoctor: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'doctor',
      'Check that everything an import needs is in place; changes nothing.',
      ['doctor'],
    )
      .option('--json', 'print the result as JSON', false)
      .action(async ({ json }: { json: boolean }) => {
        const findings = await examine(readConfig());
        if (json) printJson('findings', findings);
        else
          for (const { name, state, text } of findings)
            print(`${SIGNS[state]()} ${name.padEnd(9)} ${printable(text)}`);
        if (findings.some(({ state }) => state === 'fail')) process.exitCode = EXIT.failure;
      }),
  );
};

const SIGNS = {
  ok: () => coloured('green', 'ok  '),
  warn: () => coloured('yellow', 'warn'),
  fail: () => coloured('red', 'FAIL'),
};

async function examine(config: Config): Promise<Finding[]> {
  return [
    { name: 'node', state: 'ok', text: process.version },
    { name: 'profiles', state: 'ok', text: `${loadProfiles().length} loaded` },
    await examineStore(config),
    examineDoor(config),
    await examineHost(config),
  ];
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

import { createPreflightDeps } from '../../create-preflight.js';
import type { Config } from '../../config.js';
import { FerryError } from '../../errors.js';
import { checkBusiness } from '../../preflight/check-business.js';
import type { CheckState } from '../../preflight/check.js';
import { createMissingFields, findMissingFields } from '../../preflight/missing-fields.js';
import { getBatchToDeclare } from '../../sessions/declarable.js';
import type { Store } from '../../store/store.js';
import { confirm } from '../confirm.js';
import { commandWithExamples, readConfig, withStore, type AddCommand } from '../context.js';
import { enterAudit } from '../enter-audit.js';
import { examineMachine, type Finding } from '../examine-machine.js';
import { EXIT } from '../exit-codes.js';
import { coloured, plural, print, printable, printJson, say } from '../output.js';

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
  if (options.batch !== undefined && options.business === undefined) {
    throw new FerryError('usage', 'It is not said of which business the batch is.', {
      hint: 'Give --business as well.',
    });
  }
  if (options.createFields) await createFields(config, options);
  const findings = await examineMachine(config);
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
    await enterAudit(store, business, 'fields_created', batch.id);
    say(`Created ${plural(created.length, 'field')} in the CRM.`);
  });
}

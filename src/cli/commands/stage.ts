import { Option } from 'commander';
import { distance } from 'fastest-levenshtein';
import type { AuditEntry } from '../../audit/audit-store.js';
import { stageInWorker } from '../../stage-in-worker.js';
import { isTimeZone, type Config } from '../../config.js';
import { FerryError } from '../../errors.js';
import { isCustomField, type BusinessField } from '../../profiles/host-fields.js';
import { DUPLICATE_POLICIES, type BatchMode, type DuplicatePolicy } from '../../staging/batch.js';
import { isTargetName, TARGETS } from '../../profiles/targets.js';
import { countryName } from '../../values/country.js';
import { MATTER_FORMS, type MatterForm } from '../../staging/reading.js';
import { createFieldsMapping } from '../../sessions/fields-mapping.js';
import type { StageOutcome } from '../../staging/stage-files.js';
import { createStageRequest, type StageRequest } from '../../staging/stage-request.js';
import {
  commandWithExamples,
  keyValue,
  positive,
  readConfig,
  withStore,
  type AddCommand,
} from '../context.js';
import { enterAudit } from '../enter-audit.js';
import { EXIT } from '../exit-codes.js';
import { print, printable, printJson, say } from '../output.js';
import { presentBatch } from '../present-batch.js';
import { createProgressDisplay } from '../progress.js';
import { addReadOptions, readOptionsOf, type ReadFlags } from '../read-options.js';
import { readMapping } from '../read-mapping.js';
import { readValueTable } from '../value-table.js';

interface StageFlags extends ReadFlags {
  business: string;
  profile: string;
  mapping?: string;
  values: string[];
  default: Record<string, string>;
  region?: string;
  timeZone?: string;
  dateOrder?: 'dmy' | 'mdy' | 'ymd';
  customFields: boolean;
  matters?: MatterForm;
  mode: BatchMode | 'validate';
  start: number;
  limit?: number;
  dryRun: boolean;
  onDuplicate: DuplicatePolicy;
  strict: boolean;
  json: boolean;
}

export const addStage: AddCommand = (program) => {
  const command = commandWithExamples(
    'stage',
    'Read, map and check source files; keep them as one batch.',
    [
      'stage clients.csv --business b1',
      'stage export.zip --business b1 --skip payments.csv',
      'stage clients.xlsx --business b1 --dry-run --limit 100',
      'stage clients.csv --business b1 --region GB --mapping mapping.json --strict',
    ],
  )
    .argument('<file...>', 'source files (CSV, XLSX, vCard, ZIP of them), in order')
    .requiredOption('--business <uid>', 'the business that the clients belong to')
    .option('--profile <name>', 'the layout of the files', 'auto')
    .option('--mapping <file>', 'JSON: {"columns": {"Customer no.": "external_id", "Notes": null}}')
    .option('--values <file...>', 'CSV of old and new values of one column', [])
    .option(
      '--default <key=value...>',
      'for records without a value, e.g. country=Portugal',
      keyValue,
      {},
    )
    .option('--region <code>', "the business's country, e.g. GB: completes phone numbers")
    .option('--time-zone <zone>', 'zone of dates without an offset, e.g. Asia/Manila')
    .addOption(
      new Option('--date-order <order>', 'order of dates like 04/05/2026').choices([
        'dmy',
        'mdy',
        'ymd',
      ]),
    )
    .option(
      '--custom-fields',
      "ask the CRM for the business's own fields and check values by them",
      false,
    )
    .addOption(
      new Option('--matters <form>', 'how services, requests … go over').choices(MATTER_FORMS),
    )
    .addOption(
      new Option('--mode <mode>', 'add clients, overwrite known ones, or only check')
        .choices(['store', 'update', 'validate'])
        .default('store'),
    )
    .option('--start <n>', 'number of the first record to take', positive, 1)
    .option('--limit <n>', 'take at most n records, then stop reading', positive)
    .option('--dry-run', 'check everything, store nothing', false)
    .addOption(
      new Option('--on-duplicate <policy>', 'records that share an e-mail address')
        .choices(DUPLICATE_POLICIES)
        .default('keep-first'),
    )
    .option('--strict', 'exit with 3 when a record was rejected', false)
    .option('--json', 'print the result as JSON', false)
    .action(runStage);
  program.addCommand(addReadOptions(command));
};

async function runStage(paths: string[], flags: StageFlags): Promise<void> {
  const config = readConfig();
  const fields = flags.customFields ? await listFields(config) : undefined;
  const request = createRequest(paths, flags, config, fields);
  const outcome = await stage(config, request);
  if (!request.dryRun && !outcome.stagedBefore)
    await enterAudit(audit, flags.business, 'staging_started', outcome.batch.id);
  for (const key of createFieldsMapping(outcome.batch.fields, fields).unknownToHost)
    say(`Note: the CRM has no field "${printable(key)}" for this business and will ignore it.`);
  if (flags.json) printJson('staged', { ...outcome, dryRun: request.dryRun });
  else presentOutcome(outcome, request.dryRun);
  if (flags.strict && outcome.batch.counts.rejected > 0) process.exitCode = EXIT.rejects;
}

/** The store was opened elsewhere; for the audit it is opened once more, and may be away by then. */
const audit = {
  appendAudit: (entry: AuditEntry) => withStore((store) => store.appendAudit(entry)),
};

function createRequest(
  paths: string[],
  flags: StageFlags,
  config: Config,
  fields: readonly BusinessField[] = [],
): StageRequest {
  const { mapping, mode, onDuplicate, start, limit } = flags;
  return createStageRequest(paths, flags.business, {
    read: readOptionsOf(flags),
    profile: flags.profile,
    mapping: readMapping(mapping),
    reading: {
      region: flags.region === undefined ? config.reading.region : parseRegion(flags.region),
      zone: flags.timeZone === undefined ? config.reading.zone : parseZone(flags.timeZone),
      dateOrder: flags.dateOrder,
    },
    defaults: checkDefaults(flags.default),
    values: flags.values.map(readValueTable),
    customFields: fields.filter(isCustomField),
    matterForm: flags.matters ?? config.matters.form,
    mattersKey: config.matters.key,
    mode: mode === 'validate' ? 'store' : mode,
    ...{ onDuplicate, start, limit },
    dryRun: flags.dryRun || mode === 'validate',
  });
}

async function listFields(config: Config): Promise<BusinessField[]> {
  // The way to the CRM and all that it takes, for few.
  const { createHost } = await import('../../declare-deps.js');
  const fields = await createHost(config).listFields();
  if (fields) return fields;
  throw new FerryError('host_unreachable', "The CRM did not tell the business's fields.", {
    hint: 'Check INTANDEM_API_URL and INTANDEM_STAFF_TOKEN, or leave --custom-fields out.',
  });
}

async function stage(config: Config, request: StageRequest): Promise<StageOutcome> {
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort();
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const display = createProgressDisplay();
  try {
    return await stageInWorker(config, request, {
      onProgress: display.show,
      signal: interrupted.signal,
      mapsAhead: true,
    });
  } finally {
    display.end();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function presentOutcome(
  { batch, stagedBefore, otherContent }: StageOutcome,
  dryRun: boolean,
): void {
  if (stagedBefore) say('This file was staged before with the same options; here is that batch.');
  for (const id of otherContent)
    say(`Note: the batch ${id} came from a file of the same name with other content.`);
  presentBatch(batch);
  if (dryRun && !stagedBefore) {
    print('\nDry run: nothing was stored.');
    return;
  }
  print('\nNext:');
  if (batch.counts.rejected > 0) print(`  clientferry rejects ${batch.id} -o rejects.csv`);
  if (batch.counts.clients > 0)
    print(`  clientferry declare --business ${printable(batch.businessUid)} --batch ${batch.id}`);
}

/** A misspelt target would pass for a custom field, so what is close to one is refused. */
function checkDefaults(defaults: Record<string, string>): Record<string, string> {
  for (const key of Object.keys(defaults)) {
    const near = Object.keys(TARGETS).find(
      (target) => target !== key && distance(target, key) <= 2,
    );
    if (isTargetName(key) || near === undefined) continue;
    throw new FerryError('usage', `There is no target "${key}".`, {
      hint: `Did you mean --default ${near}=…?`,
    });
  }
  return defaults;
}

function parseRegion(text: string): string {
  const region = text.trim().toUpperCase();
  if (countryName(region) !== undefined) return region;
  throw new FerryError('usage', `"${text}" is not a country code.`, {
    hint: 'Give two letters, for example --region GB.',
  });
}

function parseZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new FerryError('usage', `"${text}" is not a time zone.`, {
    hint: 'Give a name such as --time-zone Asia/Manila.',
  });
}

import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { stageInWorker } from '../../app.js';
import { FerryError } from '../../errors.js';
import { parseMappingFile, type MappingFile } from '../../profiles/mapping.js';
import { DUPLICATE_POLICIES, type DuplicatePolicy } from '../../staging/batch.js';
import type { StageOutcome } from '../../staging/stage-files.js';
import { commandWithExamples, positive, readConfig, type AddCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { print, printable, printJson, say } from '../output.js';
import { presentBatch } from '../present-batch.js';
import { createProgressDisplay } from '../progress.js';

interface StageOptions {
  business: string;
  profile: string;
  mapping?: string;
  encoding?: string;
  delimiter?: string;
  start: number;
  limit?: number;
  dryRun: boolean;
  onDuplicate: DuplicatePolicy;
  strict: boolean;
  json: boolean;
}

export const addStage: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('stage', 'Read, map and check source files; keep them as one batch.', [
      'stage clients.csv --business b1',
      'stage clients.csv --business b1 --dry-run --limit 100',
      'stage export.txt --business b1 --encoding windows-1252 --delimiter tab',
      'stage clients.csv --business b1 --mapping mapping.json --strict',
    ])
      .argument('<file...>', 'source files, in order')
      .requiredOption('--business <uid>', 'the business that the clients belong to')
      .option('--profile <name>', 'the layout of the files', 'auto')
      .option(
        '--mapping <file>',
        'JSON: {"columns": {"Customer no.": "external_id", "Notes": null}}',
      )
      .option('--encoding <name>', 'text encoding, when it is not found rightly')
      .option('--delimiter <character>', 'one character, or comma, semicolon, tab, pipe')
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
      .action(runStage),
  );
};

async function runStage(paths: string[], options: StageOptions): Promise<void> {
  const outcome = await stage(paths, options);
  if (options.json) printJson('staged', { ...outcome, dryRun: options.dryRun });
  else presentOutcome(outcome, options);
  if (options.strict && outcome.batch.counts.rejected > 0) process.exitCode = EXIT.rejects;
}

async function stage(paths: string[], options: StageOptions): Promise<StageOutcome> {
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort();
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const display = createProgressDisplay();
  try {
    return await stageInWorker(
      readConfig(),
      {
        paths,
        businessUid: options.business,
        read: { encoding: options.encoding, delimiter: options.delimiter },
        profile: options.profile,
        mapping: readMapping(options.mapping),
        onDuplicate: options.onDuplicate,
        start: options.start,
        limit: options.limit,
        dryRun: options.dryRun,
      },
      { onProgress: display.show, signal: interrupted.signal },
    );
  } finally {
    display.end();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function readMapping(path: string | undefined): MappingFile | undefined {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new FerryError('file_not_found', `The mapping file ${path} cannot be read.`, {
      hint: 'Check --mapping.',
      cause,
    });
  }
  return parseMappingFile(path, text);
}

function presentOutcome(
  { batch, stagedBefore, otherContent }: StageOutcome,
  options: StageOptions,
): void {
  if (stagedBefore) say('This file was staged before with the same options; here is that batch.');
  for (const id of otherContent)
    say(`Note: the batch ${id} came from a file of the same name with other content.`);
  presentBatch(batch);
  if (options.dryRun && !stagedBefore) {
    print('\nDry run: nothing was stored.');
    return;
  }
  print('\nNext:');
  if (batch.counts.rejected > 0) print(`  clientferry rejects ${batch.id} -o rejects.csv`);
  if (batch.counts.accepted > 0)
    print(`  clientferry declare --business ${printable(batch.businessUid)} --batch ${batch.id}`);
}

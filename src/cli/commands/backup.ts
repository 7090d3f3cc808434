import { writeBackup } from '../../backup/write-backup.js';
import type { Config } from '../../config.js';
import { FerryError } from '../../errors.js';
import { commandWithExamples, readConfig, type AddCommand } from '../context.js';
import { count, plural, print, printable, printJson, say } from '../output.js';

export const addBackup: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'backup',
      'Write everything in the data folder into one file, also while the app runs.',
      ['backup clientferry-2026-03-01.zip'],
    )
      .argument('<file>', 'the ZIP file to write; it must not be there yet')
      .option('--json', 'print the result as JSON', false)
      .action(runBackup),
  );
};

async function runBackup(file: string, { json }: { json: boolean }): Promise<void> {
  const config = readConfig();
  refuseDatabase(config, 'pg_dump');
  const account = await writeBackup(config.dataDir, file, { now: () => new Date() });
  if (json) printJson('backup', { file, ...account });
  else
    print(
      `Backed up ${account.batches === 1 ? '1 batch' : `${count(account.batches)} batches`} and ${plural(account.uploads, 'upload')} into ${printable(file)} (${count(account.bytes)} bytes).`,
    );
  say(
    'It holds client data: keep it where only you can read it, and not for longer than you need.',
  );
  say('Tokens of the CRM in it stay sealed: they are of use only with the TOKEN_KEY of today.');
}

/** What lies in a database is the matter of that database's own tools. */
export function refuseDatabase({ database }: Config, tool: string): void {
  if (database === undefined) return;
  throw new FerryError(
    'usage',
    'Everything lies in the PostgreSQL database that DATABASE_URL names, not in the data folder.',
    { hint: `Use the tools of PostgreSQL for it: ${tool}.` },
  );
}

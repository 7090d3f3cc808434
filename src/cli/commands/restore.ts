import { restoreBackup } from '../../backup/restore-backup.js';
import { STORE_VERSION } from '../../store/sqlite/migrations.js';
import { commandWithExamples, readConfig, type AddCommand } from '../context.js';
import { count, print, printable, printJson, say } from '../output.js';
import { refuseDatabase } from './backup.js';

export const addRestore: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('restore', 'Put everything from a backup into an empty data folder.', [
      'restore clientferry-2026-03-01.zip',
    ])
      .argument('<file>', 'a file that clientferry backup wrote')
      .option('--json', 'print the result as JSON', false)
      .action(runRestore),
  );
};

async function runRestore(file: string, { json }: { json: boolean }): Promise<void> {
  const config = readConfig();
  refuseDatabase(config, 'pg_restore');
  const { createdAt, files } = await restoreBackup(file, config.dataDir, {
    storeVersion: STORE_VERSION,
  });
  if (json) printJson('restored', { createdAt, files: files.length });
  else
    print(
      `Restored ${count(files.length)} files as they were at ${createdAt} into ${printable(config.dataDir)}.`,
    );
  say('Start the app with the TOKEN_KEY of that time; with another one staff sign in again.');
  say('Sessions that were open then are open again: cancel those that the CRM is no longer at.');
}

import { Option } from 'commander';
import { createDeclareDeps } from '../../app.js';
import { declareBatch } from '../../sessions/declare.js';
import { clientCount, type ImportParams } from '../../sessions/session.js';
import { commandWithExamples, withStore, type AddCommand } from '../context.js';
import { coloured, plural, print, printable, printJson, say } from '../output.js';

interface DeclareOptions {
  business: string;
  batch: string;
  staff?: string;
  override?: true;
  uploadType?: ImportParams['upload_type'];
  email: boolean;
  json: boolean;
}

export const addDeclare: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'declare',
      'Declare a batch to the CRM, which then begins to pull it from the running app.',
      [
        'declare --business b1 --batch b_4f0c…',
        'declare --business b1 --batch b_4f0c… --override --no-email',
      ],
    )
      .requiredOption('--business <uid>', 'the business')
      .requiredOption('--batch <id>', 'the batch to hand over')
      .option(
        '--staff <uid>',
        'the staff member behind the token; then the CRM must poll in that name',
      )
      .option(
        '--override',
        'overwrite clients that the CRM knows by e-mail, instead of skipping them; as the batch was staged for when left out',
      )
      .addOption(
        new Option(
          '--upload-type <type>',
          'shape of the clients; follows from the batch when left out',
        ).choices(['single', 'multi']),
      )
      .option('--no-email', 'the CRM sends no summary e-mail')
      .option('--json', 'print the result as JSON', false)
      .action(runDeclare),
  );
};

async function runDeclare(options: DeclareOptions): Promise<void> {
  await withStore(async (store, config) => {
    const { session, warnings } = await declareBatch(createDeclareDeps(config, store), {
      businessUid: options.business,
      batchId: options.batch,
      staffUid: options.staff,
      params: {
        ...(options.override ? { should_override: true } : {}),
        ...(options.uploadType ? { upload_type: options.uploadType } : {}),
        send_notifications_when_done: options.email,
      },
    });
    for (const warning of warnings) say(`${coloured('yellow', 'Note:')} ${printable(warning)}`);
    if (options.json) {
      printJson('declared', { session, warnings });
      return;
    }
    print(
      `Declared ${plural(clientCount(session), 'client')} as session ${session.id}; the CRM now pulls them from the running app.`,
    );
    print(`\nNext:\n  clientferry session ${session.id}`);
  });
}

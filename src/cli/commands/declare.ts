import { Option } from 'commander';
import { createDeclareDeps } from '../../declare-deps.js';
import { declareBatch } from '../../sessions/declare.js';
import type { ImportParams } from '../../sessions/session.js';
import { commandWithExamples, withStore, type AddCommand } from '../context.js';
import { refuseForeignToken } from '../command-token.js';
import { enterAudit } from '../enter-audit.js';
import { presentDeclared } from '../present-declared.js';

interface DeclareOptions {
  business: string;
  batch: string;
  staff?: string;
  override?: true;
  uploadType?: ImportParams['upload_type'];
  email: boolean;
  parts: boolean;
  wipe?: boolean;
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
        'declare --business b1 --batch b_4f0c… --parts      # more than 50,000 clients',
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
      .option(
        '--parts',
        'more clients than the CRM takes in one import go over in several, one after the other',
        false,
      )
      .option('--wipe', 'remove the batch once its import is complete; WIPE_WHEN_DONE otherwise')
      .option('--json', 'print the result as JSON', false)
      .action(runDeclare),
  );
};

async function runDeclare(options: DeclareOptions): Promise<void> {
  await withStore(async (store, config) => {
    await refuseForeignToken(config, options.business);
    const { session, warnings } = await declareBatch(createDeclareDeps(config, store), {
      businessUid: options.business,
      batchId: options.batch,
      staffUid: options.staff,
      inParts: options.parts,
      wipeWhenDone: options.wipe ?? config.wipeWhenDone,
      params: {
        ...(options.override ? { should_override: true } : {}),
        ...(options.uploadType ? { upload_type: options.uploadType } : {}),
        send_notifications_when_done: options.email,
      },
    });
    await enterAudit(store, session.businessUid, 'import_declared', session.id);
    presentDeclared({ session, warnings }, options.json);
  });
}

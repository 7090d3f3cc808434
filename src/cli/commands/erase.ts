import { BY_COMMAND_LINE } from '../../audit/audit-store.js';
import { openSources } from '../../files/open-sources.js';
import { erasePerson, type ErasureAccount } from '../../retention/erase-person.js';
import { confirm } from '../confirm.js';
import { commandWithExamples, withStore, type AddCommand } from '../context.js';
import { count, plural, print, printable, printJson, say } from '../output.js';

interface EraseChoice {
  email: string;
  business?: string;
  dryRun: boolean;
  yes: boolean;
  json: boolean;
}

export const addErase: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('erase', 'Remove a person from every batch, reject and upload.', [
      'erase --email ada@example.org --dry-run',
      'erase --email ada@example.org --yes',
    ])
      .requiredOption('--email <address>', 'their e-mail address; whatever names it is removed')
      .option('--business <uid>', 'only at one business')
      .option('--dry-run', 'only say what would be removed', false)
      .option('-y, --yes', 'do not ask', false)
      .option('--json', 'print the result as JSON', false)
      .action(runErase),
  );
};

async function runErase({ email, business, ...choice }: EraseChoice): Promise<void> {
  await withStore(async (store) => {
    const deps = { store, openSources, now: () => new Date(), by: BY_COMMAND_LINE };
    const erase = (isDryRun: boolean) =>
      erasePerson(deps, { email, businessUid: business, isDryRun });
    const found = await erase(true);
    const isNothing = found.batches.length + found.drafts.length + found.reports === 0;
    if (choice.dryRun || isNothing) {
      if (choice.json) printJson('erasure', { ...found, isDone: false });
      else present(found, 'To erase');
      return;
    }
    if (!choice.yes) present(found, 'To erase');
    await confirm('Erase this person for good?', choice);
    const account = await erase(false);
    if (choice.json) printJson('erasure', { ...account, isDone: true });
    else present(account, 'Erased  ');
  });
}

function present({ batches, drafts, reports, left }: ErasureAccount, verb: string): void {
  if (batches.length + drafts.length + reports + left.length === 0)
    say('The person was found nowhere.');
  for (const { batchId, businessUid, clients, rejects, wasHandedOver } of batches) {
    print(
      `${verb}  ${plural(clients, 'client')} and ${plural(rejects, 'reject')} of the batch ${batchId} (${printable(businessUid)})`,
    );
    if (wasHandedOver)
      print(
        '          it was handed over, so the CRM has the person too: remove them there as well. Its numbers stay, and it cannot be handed over again.',
      );
  }
  for (const { draftId, businessUid, files } of drafts)
    print(
      `${verb}  the draft ${draftId} (${printable(businessUid)}) as a whole, with ${plural(files, 'file')}`,
    );
  if (reports > 0)
    print(
      `${verb}  their external ids from ${plural(reports, 'report')} of imports not known here`,
    );
  for (const { what, id, businessUid, why } of left)
    print(`Left      the ${what} ${id} (${printable(businessUid)}): ${LEFT[why]}`);
  if (left.length > 0)
    say(
      `\n${count(left.length)} left: the person may still be there. Give the command again later.`,
    );
}

const LEFT = {
  in_use: 'it is in use; end its session, job or staging first',
  unreadable: 'a file of it cannot be read as a list, so it is not known whom it holds',
};

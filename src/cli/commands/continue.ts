import { createDeclareDeps } from '../../declare-deps.js';
import { getSession } from '../../sessions/apply-event.js';
import {
  continueByHand,
  planContinuation,
  type Continuation,
} from '../../sessions/continue-by-hand.js';
import { refuseForeignToken } from '../command-token.js';
import { confirm } from '../confirm.js';
import { commandWithExamples, withStore, type AddCommand } from '../context.js';
import { enterAudit } from '../enter-audit.js';
import { plural, print, printJson, say } from '../output.js';
import { presentDeclared } from '../present-declared.js';

interface ContinueOptions {
  staff?: string;
  yes: boolean;
  dryRun: boolean;
  json: boolean;
}

export const addContinue: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'continue',
      'Go on with an import that stopped: with its next part, or with the part that did not end well.',
      ['continue s_91be…', 'continue s_91be… --dry-run', 'continue s_91be… --yes'],
    )
      .argument('<session>', 'id of any session of the import')
      .option(
        '--staff <uid>',
        'the staff member behind the token, when it is another one than before',
      )
      .option('-y, --yes', 'do not ask before clients are offered again', false)
      .option('--dry-run', 'only say how it would go on', false)
      .option('--json', 'print the result as JSON', false)
      .action(runContinue),
  );
};

async function runContinue(id: string, options: ContinueOptions): Promise<void> {
  await withStore(async (store, config) => {
    const deps = createDeclareDeps(config, store);
    const { importId } = await getSession(store, id);
    const plan = await planContinuation(deps, importId);
    if (options.dryRun) {
      presentPlan(plan, options.json ? undefined : print);
      if (options.json) printJson('continuation', toJson(plan));
      return;
    }
    presentPlan(plan, say);
    await refuseForeignToken(config, plan.from.businessUid);
    const { withEmail, withoutEmail } = plan.sentBefore;
    if (withEmail + withoutEmail > 0) await confirm('Offer them to the CRM again?', options);
    const session = await continueByHand(deps, importId, { staffUid: options.staff });
    await enterAudit(store, session.businessUid, 'import_continued', session.id);
    presentDeclared({ session, warnings: [] }, options.json);
  });
}

function presentPlan(plan: Continuation, write: ((line: string) => void) | undefined): void {
  if (!write) return;
  const { from, part, isAgain, sentBefore } = plan;
  const clients = plural(part.lastSeq - part.firstSeq + 1, 'client');
  write(`Part ${part.part} of ${part.parts}${isAgain ? ' again' : ''}: ${clients}.`);
  const { withEmail, withoutEmail } = sentBefore;
  if (withEmail > 0)
    write(
      `The CRM may have ${plural(withEmail, 'client')} of them: it knows them by e-mail and ${from.importParams.should_override ? 'overwrites' : 'skips'} them.`,
    );
  if (withoutEmail > 0)
    write(
      `It may have ${plural(withoutEmail, 'client')} without e-mail too, which it cannot recognise and creates again.`,
    );
}

const toJson = ({ from, part, isAgain, sentBefore }: Continuation) => ({
  importId: from.importId,
  after: from.id,
  ...part,
  isAgain,
  sentBefore,
});

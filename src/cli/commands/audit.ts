import { InvalidArgumentError } from 'commander';
import { isAuditSound, verifyAudit, type AuditVerdict } from '../../audit/verify-audit.js';
import { FerryError } from '../../errors.js';
import { commandWithExamples, positive, withStore, type AddCommand } from '../context.js';
import { coloured, count, print, printable, printJson, say } from '../output.js';
import { printTable } from '../print-table.js';

export const addAudit: AddCommand = (program) => {
  const audit = commandWithExamples(
    'audit',
    'Check or show the audit: who did what, in a chain that shows every change.',
    ['audit verify', 'audit verify --head 3f1c…', 'audit list --business b1'],
  ).usage('[command]');
  audit.addCommand(
    commandWithExamples('verify', 'Check that no entry was changed, removed, inserted or moved.', [
      'audit verify',
      'audit verify --business b1 --head 3f1c…',
    ])
      .option('--business <uid>', 'only the audit of one business')
      .option(
        '--head <hash>',
        'a head noted down earlier, which must still be part of the chain',
        auditHead,
      )
      .option('--json', 'print the result as JSON', false)
      .action(runVerify),
  );
  audit.addCommand(
    commandWithExamples('list', 'Show what was done for a business, newest first.', [
      'audit list --business b1',
    ])
      .requiredOption('--business <uid>', 'the business')
      .option('--limit <n>', 'so many entries', positive, 50)
      .option('--json', 'print the result as JSON', false)
      .action(runList),
  );
  program.addCommand(audit);
};

/** Parses a head as `audit verify` prints it. */
function auditHead(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be the 64 letters and digits that audit verify prints.');
}

interface VerifyChoice {
  business?: string;
  head?: string;
  json: boolean;
}

async function runVerify({ business, head, json }: VerifyChoice): Promise<void> {
  await withStore(async (store) => {
    const verdicts = await verifyAudit(store, { businessUid: business, head });
    if (json) printJson('audit', verdicts);
    else presentVerdicts(verdicts);
    if (!isAuditSound(verdicts, head)) throw brokenAudit(verdicts);
  });
}

function presentVerdicts(verdicts: readonly AuditVerdict[]): void {
  if (verdicts.length === 0) say('The audit has no entry.');
  for (const { businessUid, entries, head, brokenAt } of verdicts) {
    const mark = brokenAt === undefined ? coloured('green', 'ok ') : coloured('red', 'NO ');
    print(`${mark} ${printable(businessUid)}: ${entriesOf(entries)}`);
    if (brokenAt !== undefined)
      print(
        `    broken at entry ${brokenAt.no} of ${printable(brokenAt.at)}: ${WHAT[brokenAt.what]}`,
      );
    print(`    head ${head ?? 'none'}`);
  }
  if (verdicts.length > 0)
    say(
      '\nKeep the head of each elsewhere: clientferry audit verify --head <hash> tells later whether entries behind it were cut off.',
    );
}

const entriesOf = (n: number): string => (n === 1 ? '1 entry' : `${count(n)} entries`);

const WHAT = {
  changed: 'it was changed, inserted or moved, or one before it removed',
  unchained: 'its hash is gone',
};

function brokenAudit(verdicts: readonly AuditVerdict[]): FerryError {
  const broken = verdicts.filter(({ brokenAt }) => brokenAt !== undefined).length;
  return new FerryError(
    'audit_broken',
    broken > 0
      ? `The audit of ${broken === 1 ? '1 business' : `${count(broken)} businesses`} is not what was written.`
      : 'The entry with that head is not in the audit: entries were cut off at its end, or it was written anew.',
    {
      hint: 'Compare it with a backup of the time before; nothing in clientferry changes an entry.',
    },
  );
}

async function runList(choice: { business: string; limit: number; json: boolean }): Promise<void> {
  await withStore(async (store) => {
    const entries = await store.listAudit(choice.business, choice.limit);
    if (choice.json) printJson('audit', entries);
    else if (entries.length === 0) say('The audit has no entry of this business.');
    else
      printTable(
        ['at', 'who', 'in the name of', 'did', 'to'],
        entries.map(({ at, staffUid, impersonatedBy, action, subject }) => [
          at,
          impersonatedBy ?? staffUid,
          impersonatedBy === undefined ? '' : staffUid,
          action,
          subject ?? '',
        ]),
      );
  });
}

import { createHost } from '../../app.js';
import { FerryError } from '../../errors.js';
import { isCustomField } from '../../profiles/host-fields.js';
import { getProfile, loadProfiles } from '../../profiles/load-profiles.js';
import { templateHeader } from '../../profiles/template.js';
import { guardCell } from '../../staging/formula-guard.js';
import { commandWithExamples, readConfig, type AddCommand } from '../context.js';
import { print, printJson, printTable } from '../output.js';

export const addProfiles: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('profiles', 'List the layouts that are recognised.', ['profiles'])
      .option('--json', 'print the result as JSON', false)
      .action(({ json }: { json: boolean }) => {
        const profiles = loadProfiles();
        if (json) printJson('profiles', profiles);
        else
          printTable(
            ['profile', 'title', 'clients'],
            profiles.map(({ name, title, clients }) => [name, title, clients.shape]),
          );
      }),
  );
};

export const addTemplate: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('template', 'Print an empty CSV with the columns of a layout.', [
      'template clients > clients.csv',
      'template clients --business b1 > clients.csv',
    ])
      .argument('<profile>', 'name of the layout')
      .option('--business <uid>', "add the business's custom fields, asked from the CRM")
      .action(async (name: string, { business }: { business?: string }) => {
        const profile = getProfile(loadProfiles(), name);
        const custom = business === undefined ? [] : await listCustomLabels();
        print(templateHeader(profile, custom).map(csvCell).join(','));
      }),
  );
};

/** The token names the business, so the fields are those of its own. */
async function listCustomLabels(): Promise<string[]> {
  const fields = await createHost(readConfig()).listFields();
  if (!fields) {
    throw new FerryError('host_unreachable', "The CRM did not tell the business's fields.", {
      hint: 'Check INTANDEM_API_URL and INTANDEM_STAFF_TOKEN, or leave --business out.',
    });
  }
  return fields.filter(isCustomField).map(({ label }) => label);
}

function csvCell(text: string): string {
  const cell = guardCell(text);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

import { FerryError } from '../../errors.js';
import type { BusinessField } from '../../profiles/host-fields.js';
import { getProfile, loadProfiles } from '../../profiles/load-profiles.js';
import { writeTemplate } from '../../results/template-file.js';
import { commandWithExamples, readConfig, type AddCommand } from '../context.js';
import { print, printJson } from '../output.js';
import { printTable } from '../print-table.js';

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
        print(writeTemplate(profile, business === undefined ? [] : await listFields()));
      }),
  );
};

export const addFields: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('fields', "List the business's fields as the CRM tells them.", [
      'fields --business b1',
    ])
      .requiredOption('--business <uid>', 'the business that the token belongs to')
      .option('--json', 'print the result as JSON', false)
      .action(async ({ json }: { json: boolean }) => {
        const fields = await listFields();
        if (json) printJson('fields', fields);
        else
          printTable(
            ['label', 'type', 'of', 'options'],
            fields.map(({ label, type, ofMatter, options }) => [
              label,
              type,
              ofMatter ? 'matter' : 'contact',
              options.join(', '),
            ]),
          );
      }),
  );
};

/** The token names the business, so the fields are those of its own. */
async function listFields(): Promise<BusinessField[]> {
  // The way to the CRM and all that it takes, for few.
  const { createHost } = await import('../../declare-deps.js');
  const fields = await createHost(readConfig()).listFields();
  if (fields) return fields;
  throw new FerryError('host_unreachable', "The CRM did not tell the business's fields.", {
    hint: 'Check INTANDEM_API_URL and INTANDEM_STAFF_TOKEN.',
  });
}

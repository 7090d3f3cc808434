import { guardCell } from '../../staging/formula-guard.js';
import { getProfile, loadProfiles } from '../../profiles/load-profiles.js';
import type { Profile } from '../../profiles/profile.js';
import { commandWithExamples, type AddCommand } from '../context.js';
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
            ['profile', 'title', 'fields'],
            profiles.map(({ name, title, fields }) => [
              name,
              title,
              Object.keys(fields).join(', '),
            ]),
          );
      }),
  );
};

export const addTemplate: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('template', 'Print an empty CSV with the columns of a layout.', [
      'template clients > clients.csv',
    ])
      .argument('<profile>', 'name of the layout')
      .action((name: string) => {
        print(templateColumns(getProfile(loadProfiles(), name)).map(guardCell).join(','));
      }),
  );
};

/** The best column name of every field. */
function templateColumns(profile: Profile): string[] {
  return Object.values(profile.fields).map(({ columns: [best = ''] }) => best);
}

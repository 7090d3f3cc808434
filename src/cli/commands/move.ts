import { moveEverything } from '../../move-everything.js';
import { FerryError } from '../../errors.js';
import { commandWithExamples, readConfig, type AddCommand } from '../context.js';
import { coloured, print, printJson } from '../output.js';

export const addMove: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'move',
      'Move everything from the data folder into a PostgreSQL database; the folder stays as it is.',
      ['move --to postgres://ferry:secret@db.example.com:5432/clientferry'],
    )
      .requiredOption('--to <url>', 'the database')
      .option('--json', 'print the result as JSON', false)
      .action(async ({ to, json }: { to: string; json: boolean }) => {
        const books = await moveEverything(readConfig(), to);
        const isBalanced = books.every(({ before, after }) => before === after);
        if (json) printJson('books', books);
        else
          for (const { what, before, after } of books)
            print(
              `${before === after ? coloured('green', 'ok ') : coloured('red', 'NO ')} ${what}: ${before} = ${after}`,
            );
        if (!isBalanced) {
          throw new FerryError('import_unbalanced', 'The books of the move do not balance.', {
            hint: 'The data folder is untouched; give the same command again.',
          });
        }
      }),
  );
};

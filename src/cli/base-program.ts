import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { printableLines } from './output.js';

const EXAMPLES = `Examples:
  $ clientferry demo                                            rehearse the whole job
  $ clientferry stage clients.csv --business b1                 stage a list
  $ clientferry serve                                           start the app that the CRM polls
  $ clientferry declare --business b1 --batch b_4f0c…           hand the batch over
  $ clientferry session s_91be…                                 see how it goes
`;

const EXIT_CODES = `
Exit codes: 0 ok, 1 failure, 2 usage, 3 staged with rejects (with --strict), 4 not found, 5 conflict, 6 disk full, 130 interrupted.
Settings come from the environment or from .env in this folder; .env.example explains every key.`;

/** The command line without its commands. */
export function createBaseProgram(): Command {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  return new Command('clientferry')
    .description('Moves a client list into the inTandem CRM and accounts for every record.')
    .version(version)
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_CODES);
}

/** Makes the program and its commands throw rather than exit, suggest what was meant, and repeat nothing raw. */
export function finishProgram(program: Command): Command {
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of [program, ...commands]) {
    command
      .exitOverride()
      .showSuggestionAfterError()
      // What was typed is repeated in these messages, and file names may be typed by a shell's wildcard.
      .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) });
  }
  return program;
}

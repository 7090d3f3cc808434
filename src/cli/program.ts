import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBatch, addBatches, addRejects, addUnstage } from './commands/batches.js';
import { addDeclare } from './commands/declare.js';
import { addDemo } from './commands/demo.js';
import { addDoctor } from './commands/doctor.js';
import { addExplain } from './commands/explain.js';
import { addInspect } from './commands/inspect.js';
import { addMove } from './commands/move.js';
import { addFields, addProfiles, addTemplate } from './commands/profiles.js';
import { addSandbox } from './commands/sandbox.js';
import { addServe } from './commands/serve.js';
import { addCancel, addSession, addSessions } from './commands/sessions.js';
import { addStage } from './commands/stage.js';
import { printableLines } from './output.js';

const COMMANDS = [
  addStage,
  addInspect,
  addBatches,
  addBatch,
  addRejects,
  addExplain,
  addUnstage,
  addDeclare,
  addSessions,
  addSession,
  addCancel,
  addProfiles,
  addTemplate,
  addFields,
  addServe,
  addSandbox,
  addDemo,
  addDoctor,
  addMove,
];

const EXAMPLES = `Examples:
  $ clientferry demo                                            rehearse the whole job
  $ clientferry stage clients.csv --business b1                 stage a list
  $ clientferry serve                                           start the app that the CRM polls
  $ clientferry declare --business b1 --batch b_4f0c…           hand the batch over
  $ clientferry session s_91be…                                 see how it goes
`;

const EXIT_CODES = `
Exit codes: 0 ok, 1 failure, 2 usage, 3 staged with rejects (with --strict), 4 not found, 5 conflict, 130 interrupted.
Settings come from the environment or from .env in this folder; .env.example explains every key.`;

/** The command line with all its commands; help needs no configuration. */
export function createProgram(): Command {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  const program = new Command('clientferry')
    .description('Moves a client list into the inTandem CRM and accounts for every record.')
    .version(version)
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_CODES);
  for (const add of COMMANDS) add(program);
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showSuggestionAfterError()
      // What was typed is repeated in these messages, and file names may be typed by a shell's wildcard.
      .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) });
  }
  return program;
}

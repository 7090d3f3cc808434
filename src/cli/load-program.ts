import { Command } from 'commander';
import { createBaseProgram, finishProgram } from './base-program.js';
import { COMMAND_TABLE } from './command-table.js';

/** What the program answers by itself. */
const OWN = new Set(['-h', '--help', '-V', '--version', 'help']);

/**
 * The command line with as much behind it as these arguments need: one command when they begin with its name, none when they
 * ask for the list of commands or the version. Anything else, such as a misspelt name, gets the whole program.
 */
export async function loadProgram(args: readonly string[]): Promise<Command> {
  const [first] = args;
  if (first === undefined || (args.length === 1 && OWN.has(first))) return createListOfCommands();
  const named = COMMAND_TABLE.find(({ name }) => name === first);
  if (!named) return (await import('./program.js')).createProgram();
  const program = createBaseProgram();
  (await named.load())(program);
  return finishProgram(program);
}

/** The program for its help alone: commands as they are listed, with nothing behind them. */
function createListOfCommands(): Command {
  const terms = new Map(COMMAND_TABLE.map(({ name, takes }) => [name, `${name} ${takes}`]));
  const program = createBaseProgram().configureHelp({
    subcommandTerm: (command) => terms.get(command.name()) ?? 'help [command]',
  });
  for (const { name, summary } of COMMAND_TABLE)
    program.addCommand(new Command(name).description(summary));
  return finishProgram(program);
}

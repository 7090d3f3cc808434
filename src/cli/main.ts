#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { CommanderError } from 'commander';
import { FerryError } from '../errors.js';
import { exitStatusOf } from './exit-codes.js';
import { loadProgram } from './load-program.js';
import { sayError } from './output.js';

async function main(): Promise<void> {
  // A reader such as `head` that closes early is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    loadEnvFile();
    const args = process.argv.slice(2);
    const program = await loadProgram(args);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync();
  } catch (error) {
    // Commander has said already what it had to say.
    if (!(error instanceof CommanderError)) sayError(error);
    process.exitCode = exitStatusOf(error);
  }
}

/** Reads `.env` of this folder when it is there; what the environment says already stands. Throws `config_invalid`. */
function loadEnvFile(): void {
  if (!existsSync('.env')) return;
  try {
    process.loadEnvFile('.env');
  } catch (cause) {
    throw new FerryError('config_invalid', 'The file .env in this folder cannot be read.', {
      hint: 'It must be a text file of lines like PORT=4400; .env.example explains every key.',
      cause,
    });
  }
}

await main();

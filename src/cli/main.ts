#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { CommanderError } from 'commander';
import { exitStatusOf } from './exit-codes.js';
import { sayError } from './output.js';
import { createProgram } from './program.js';

async function main(): Promise<void> {
  // A reader such as `head` that closes early is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    const program = createProgram();
    if (process.argv.length <= 2) program.outputHelp();
    else await program.parseAsync();
  } catch (error) {
    // Commander has said already what it had to say.
    if (!(error instanceof CommanderError)) sayError(error);
    process.exitCode = exitStatusOf(error);
  }
}

await main();

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from 'commander';
import { COMMAND_TABLE } from '../../src/cli/command-table.js';
import { loadProgram } from '../../src/cli/load-program.js';
import { createProgram } from '../../src/cli/program.js';
import { makeTempDir } from '../helpers/temp-dir.js';
import { runCli } from '../support/run.js';

/** Everything that a program or command prints as its help. */
function helpOf(program: Command): string {
  let help = '';
  program.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

test('the list of commands reads like the help of the whole program', async () => {
  const whole = helpOf(createProgram());
  for (const args of [[], ['--help'], ['-h'], ['help']])
    assert.equal(helpOf(await loadProgram(args)), whole, args[0]);
});

test('a command that is loaded alone is the one of the whole program', async () => {
  const { commands } = createProgram();
  assert.deepEqual(
    commands.map((command) => command.name()),
    COMMAND_TABLE.map(({ name }) => name),
  );
  for (const command of commands) {
    const alone = await loadProgram([command.name(), 'x']);
    assert.deepEqual(
      alone.commands.map((one) => one.name()),
      [command.name()],
    );
    assert.equal(helpOf(alone.commands[0] ?? alone), helpOf(command));
  }
});

test('whatever is not plainly a command gets the whole program', async () => {
  for (const args of [
    ['stag'],
    ['help', 'stage'],
    ['--help', 'x'],
    ['--', 'stage'],
    ['constructor'],
  ])
    assert.equal((await loadProgram(args)).commands.length, COMMAND_TABLE.length, args[0]);
});

test('help and version are written to stdout and exit with 0', async (t) => {
  const dataDir = makeTempDir(t);
  for (const [args, says] of [
    [[], /^Examples:\n[^]*\n {2}stage \[options\] <file\.\.\.> /],
    [['--help'], /^Examples:\n[^]*\n {2}stage \[options\] <file\.\.\.> /],
    [['help'], /^Examples:\n[^]*\n {2}stage \[options\] <file\.\.\.> /],
    [['help', 'stage'], /^Examples:\n {2}\$ clientferry stage /],
    [['stage', '--help'], /^Examples:\n {2}\$ clientferry stage /],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ] as const) {
    const ran = await runCli(dataDir, args);
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, says);
    assert.equal(ran.err, '');
  }
});

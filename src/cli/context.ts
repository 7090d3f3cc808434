import { Command, InvalidArgumentError } from 'commander';
import { openStore } from '../open-store.js';
import { loadConfig, type Config } from '../config.js';
import { FerryError } from '../errors.js';
import type { Batch } from '../staging/batch.js';
import type { Store } from '../store/store.js';

/** Adds one command to the program. */
export type AddCommand = (program: Command) => void;

/** Reads the configuration of the environment. Throws `config_invalid`. */
export const readConfig = (): Config => loadConfig(process.env);

/** Runs work with the store open, and closes it whatever happens. */
export async function withStore<T>(work: (store: Store, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig();
  const store = await openStore(config);
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}

/** Gathers `key=value` options. */
export function keyValue(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must look like country=Portugal.');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}

/** Parses an option that must be a whole number from 1. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

/** Parses an option that must be a whole number from 0. */
export function natural(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 0.');
  return Number(text);
}

/** Parses a port number. */
export function port(text: string): number {
  if (natural(text) > 65_535) throw new InvalidArgumentError('It must be from 0 to 65535.');
  return natural(text);
}

/** A command whose help begins with examples. */
export function commandWithExamples(
  name: string,
  summary: string,
  examples: readonly string[],
): Command {
  return new Command(name)
    .description(summary)
    .addHelpText(
      'before',
      `Examples:\n${examples.map((example) => `  $ clientferry ${example}`).join('\n')}\n`,
    );
}

/** A batch by its id. Throws `batch_not_found`. */
export async function getBatch(store: Store, id: string): Promise<Batch> {
  const batch = await store.findBatch(id);
  if (!batch)
    throw new FerryError('batch_not_found', `There is no batch ${id}.`, {
      hint: 'clientferry batches lists them.',
    });
  return batch;
}

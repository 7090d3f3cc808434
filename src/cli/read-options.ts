import type { Command } from 'commander';
import type { ReadOptions } from '../staging/record-source.js';
import { positive } from './context.js';

/** Flags by which a person overrides how a source file is read. */
export interface ReadFlags {
  encoding?: string;
  delimiter?: string;
  sheet?: string;
  /** Set to false by `--no-header`. */
  header: boolean;
  headerLine?: number;
  only?: string[];
  skip?: string[];
}

/** Adds the flags to a command. */
export function addReadOptions(command: Command): Command {
  return command
    .option('--encoding <name>', 'text encoding, when it is not found rightly')
    .option('--delimiter <character>', 'one character, or comma, semicolon, tab, pipe')
    .option('--sheet <name>', 'sheet of a workbook')
    .option('--no-header', 'the file has no header; its columns are Column 1, Column 2 …')
    .option('--header-line <n>', 'line of the header, when it is not found rightly', positive)
    .option('--only <name...>', 'of a ZIP, only these files')
    .option('--skip <name...>', 'of a ZIP, all but these files');
}

/** What the flags mean for reading. */
export function readOptionsOf(flags: ReadFlags): ReadOptions {
  const { encoding, delimiter, sheet, header, headerLine, only, skip } = flags;
  return { encoding, delimiter, sheet, noHeader: !header, headerLine, only, skip };
}

import cliProgress from 'cli-progress';

/** A progress bar on stderr that goes away at its end; `format` is that of cli-progress. */
export function createBar(format: string): cliProgress.SingleBar {
  return new cliProgress.SingleBar({
    format,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  });
}

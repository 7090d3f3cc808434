/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.on('SIGINT', () => process.exit(1)).on('SIGTERM', () => process.exit(1));
      resolve();
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
  });
}

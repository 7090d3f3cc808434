import { startApp } from '../../app.js';
import { commandWithExamples, port, readConfig, type AddCommand } from '../context.js';
import { print } from '../output.js';
import { untilStopped } from '../until-stopped.js';

/** What is in flight gets this long to finish (promises R33). */
const STOP_GRACE_MS = 10_000;

export const addServe: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples('serve', 'Start the app that the CRM polls.', [
      'serve',
      'serve --port 8080',
    ])
      .option('--port <port>', 'instead of PORT; 0 takes any free one', port)
      .action(async (options: { port?: number }) => {
        const config = readConfig();
        const app = await startApp({ ...config, port: options.port ?? config.port });
        // Whoever reads that it listens may end it at once.
        const stopped = untilStopped();
        print(`Listening on http://${config.host}:${app.port}`);
        try {
          await Promise.all([app.whole, stopped]);
        } finally {
          await app.close(STOP_GRACE_MS);
        }
      }),
  );
};

import { InvalidArgumentError, Option } from 'commander';
import { FerryError, hasErrorCode } from '../../errors.js';
import {
  FAULT_NAMES,
  isFaultName,
  startSandbox,
  type FaultName,
  type Sandbox,
  type SandboxOptions,
} from '../../sandbox/sandbox.js';
import { commandWithExamples, natural, port, positive, type AddCommand } from '../context.js';
import { print } from '../output.js';
import { parseAccount, REHEARSAL_ACCOUNTS } from '../rehearsal-accounts.js';
import { appForSandbox, findFreePort, startRehearsalApp } from '../rehearsal-app.js';
import { untilStopped } from '../until-stopped.js';

interface SandboxCommandOptions {
  port: number;
  withApp?: true;
  appPort: number;
  apiUri: string;
  appCode: string;
  client?: Pick<SandboxOptions, 'clientId' | 'clientSecret'>;
  account: SandboxOptions['accounts'];
  perPage: number;
  rate: number;
  answer: NonNullable<SandboxOptions['answerForm']>;
  serviceToken: NonNullable<SandboxOptions['serviceTokenForm']>;
  appTypes?: string[];
  failShare: number;
  webhookDelay: number;
  data?: string;
  faults: FaultName[];
  seed?: number;
}

export const addSandbox: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'sandbox',
      'Start the stand-in CRM: it takes declarations and pulls pages as the real one does, and can be looked at in a browser.',
      [
        'sandbox --with-app',
        'sandbox --api-uri http://127.0.0.1:4400/host/<secret>',
        'sandbox --faults early-poll,lose-response --seed 7',
        'sandbox --with-app --faults drop-webhook,fail-clients',
      ],
    )
      .option('--port <port>', 'where it listens; 0 takes any free port', port, 4500)
      .option('--with-app', 'start the app too, wired to it: the whole journey in a browser')
      .option('--app-port <port>', 'where that app listens; 0 takes any free port', port, 4400)
      .addOption(
        new Option('--api-uri <url>', "the app's registered api_uri")
          .default('http://127.0.0.1:4400')
          .conflicts('withApp'),
      )
      .option('--app-code <code>', 'code name of the installed app', 'clientferry')
      .addOption(
        new Option('--client <id:secret>', 'what the app gets tokens of its own with')
          .argParser(parseClient)
          .conflicts('withApp'),
      )
      .option(
        '--account <business:staff:token...>',
        'staff members and their tokens, instead of three made-up ones',
        parseAccount,
        REHEARSAL_ACCOUNTS,
      )
      .option('--per-page <n>', 'clients per page that it asks for', positive, 100)
      .option('--rate <n>', 'requests per second and token; 0 is without limit', natural, 8)
      .addOption(
        new Option('--answer <form>', 'form of session_id')
          .choices(['uuid', 'number', 'null'])
          .default('uuid'),
      )
      .addOption(
        new Option('--service-token <form>', "shape of the answer with the app's own token")
          .choices(['flat', 'wrapped'])
          .default('flat'),
      )
      .option(
        '--app-types <types>',
        'types of the app, separated by commas; without import_clients every import is refused',
        (text) => text.split(','),
      )
      .option('--data <file>', 'keep its clients in this file instead of in memory')
      .option('--faults <names>', faultsHelp(), parseFaults, [])
      .option('--fail-share <share>', 'how many clients fail-clients lets fail', share, 0.05)
      .option('--webhook-delay <ms>', 'the longest that delay-webhook waits', natural, 500)
      .option('--seed <n>', 'repeats the faults of an earlier run', natural)
      .action((options: SandboxCommandOptions) =>
        options.withApp === true ? runWithApp(options) : runAlone(options),
      ),
  );
};

/** Help text of `--faults`, shared with `demo`. */
export const faultsHelp = (): string => `misbehave, separated by commas: ${FAULT_NAMES.join(', ')}`;

/** Parses `--faults`. */
export function parseFaults(text: string): FaultName[] {
  return text.split(',').map((name) => {
    if (!isFaultName(name)) throw new InvalidArgumentError(`There is no fault "${name}".`);
    return name;
  });
}

/** Parses `--client`; a secret may hold colons. */
function parseClient(text: string): Pick<SandboxOptions, 'clientId' | 'clientSecret'> {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1)
    throw new InvalidArgumentError('It must be id:secret.');
  return { clientId: text.slice(0, colon), clientSecret: text.slice(colon + 1) };
}

/** Parses a share of a whole. */
function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

async function runAlone(options: SandboxCommandOptions): Promise<void> {
  const apiUri = options.apiUri.replace(/(?<!\/)\/+$/, '');
  const sandbox = await start(options, { apiUri, ...options.client });
  print(`Listening on ${sandbox.url}`);
  await untilStopped();
  await sandbox.close();
}

async function runWithApp(options: SandboxCommandOptions): Promise<void> {
  // heard from the start, so that a folder made on the way is removed whenever it is stopped
  const stopped = untilStopped();
  const port = options.appPort === 0 ? await findFreePort() : options.appPort;
  const wiring = appForSandbox(port);
  const sandbox = await start(options, { ...wiring, appName: 'Client Ferry' });
  try {
    const { appCode } = options;
    const app = await startRehearsalApp({ port, appCode, sandbox, env: process.env });
    print(`The stand-in CRM is on ${sandbox.url}, the app on ${wiring.appUrl}`);
    print(`Open ${sandbox.url} and choose Import clients`);
    await stopped;
    await app.close();
  } finally {
    await sandbox.close();
  }
}

async function start(
  options: SandboxCommandOptions,
  app: Pick<SandboxOptions, 'apiUri'> & Partial<SandboxOptions>,
): Promise<Sandbox> {
  try {
    return await startSandbox({
      ...app,
      port: options.port,
      appCode: options.appCode,
      accounts: options.account,
      perPage: options.perPage,
      requestsPerSecond: options.rate,
      answerForm: options.answer,
      serviceTokenForm: options.serviceToken,
      failShare: options.failShare,
      webhookDelayMs: options.webhookDelay,
      faults: options.faults,
      ...(options.appTypes === undefined ? {} : { appTypes: options.appTypes }),
      ...(options.data === undefined ? {} : { dataFile: options.data }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    });
  } catch (cause) {
    if (!hasErrorCode(cause)) throw cause;
    const inUse = cause.code === 'EADDRINUSE';
    throw new FerryError(
      'port_unusable',
      inUse
        ? `Port ${options.port} is in use already.`
        : `The sandbox cannot start (${cause.code}).`,
      {
        hint: inUse
          ? 'Choose another --port (0 takes any free one), or stop the other program.'
          : 'Check --port and --data.',
        cause,
      },
    );
  }
}

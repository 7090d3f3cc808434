import { InvalidArgumentError, Option } from 'commander';
import { FerryError, hasErrorCode } from '../../errors.js';
import {
  FAULT_NAMES,
  isFaultName,
  startSandbox,
  type FaultName,
  type SandboxOptions,
} from '../../sandbox/sandbox.js';
import { commandWithExamples, natural, port, positive, type AddCommand } from '../context.js';
import { print } from '../output.js';
import { untilStopped } from '../until-stopped.js';

interface SandboxCommandOptions {
  port: number;
  apiUri: string;
  appCode: string;
  account: SandboxOptions['accounts'];
  perPage: number;
  rate: number;
  answer: NonNullable<SandboxOptions['answerForm']>;
  data?: string;
  faults: FaultName[];
  seed?: number;
}

export const addSandbox: AddCommand = (program) => {
  program.addCommand(
    commandWithExamples(
      'sandbox',
      'Start the stand-in CRM: it takes declarations and pulls pages as the real one does.',
      [
        'sandbox',
        'sandbox --api-uri http://127.0.0.1:4400/host/<secret>',
        'sandbox --faults early-poll,lose-response --seed 7',
      ],
    )
      .option('--port <port>', 'where it listens; 0 takes any free port', port, 4500)
      .option('--api-uri <url>', "the app's registered api_uri", 'http://127.0.0.1:4400')
      .option('--app-code <code>', 'code name of the installed app', 'clientferry')
      .option(
        '--account <business:staff:token...>',
        'staff members and their tokens',
        parseAccount,
        DEMO_ACCOUNTS,
      )
      .option('--per-page <n>', 'clients per page that it asks for', positive, 100)
      .option('--rate <n>', 'requests per second and token; 0 is without limit', natural, 8)
      .addOption(
        new Option('--answer <form>', 'form of session_id')
          .choices(['uuid', 'number', 'null'])
          .default('uuid'),
      )
      .option('--data <file>', 'keep its clients in this file instead of in memory')
      .option('--faults <names>', faultsHelp(), parseFaults, [])
      .option('--seed <n>', 'repeats the faults of an earlier run', natural)
      .action(runSandbox),
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

const DEMO_ACCOUNTS: SandboxOptions['accounts'] = [
  { businessUid: 'demo-business', staffUid: 'demo-staff', token: 'demo-token' },
];

/** Each `--account` adds one; the default stands only when none is given. */
function parseAccount(
  text: string,
  before: SandboxOptions['accounts'],
): SandboxOptions['accounts'] {
  const [businessUid, staffUid, token, ...rest] = text.split(':');
  if (!businessUid || !staffUid || !token || rest.length > 0) {
    throw new InvalidArgumentError('It must be business:staff:token.');
  }
  return [...(before === DEMO_ACCOUNTS ? [] : before), { businessUid, staffUid, token }];
}

async function runSandbox(options: SandboxCommandOptions): Promise<void> {
  const sandbox = await start(options);
  print(`Listening on ${sandbox.url}`);
  await untilStopped();
  await sandbox.close();
}

async function start(options: SandboxCommandOptions) {
  try {
    return await startSandbox({
      port: options.port,
      apiUri: options.apiUri.replace(/\/+$/, ''),
      appCode: options.appCode,
      accounts: options.account,
      perPage: options.perPage,
      requestsPerSecond: options.rate,
      answerForm: options.answer,
      faults: options.faults,
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

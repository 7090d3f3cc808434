import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { SURVIVABLE_FAULTS } from '../src/sandbox/sandbox.js';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const MEBIBYTE = 1024 * 1024;

interface DemoReport {
  demo: {
    account: { state: string; handedOver: number };
    batch: { counts: { accepted: number; rejected: number } };
    peakMemory: number | undefined;
    report: { faults_played: string[] };
    books: { what: string; left: number; right: number }[];
  };
}

async function runDemo(
  ...args: string[]
): Promise<{ status: number | null; report: DemoReport['demo'] }> {
  const child = spawn(process.execPath, [MAIN, 'demo', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [out] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { status: child.exitCode, report: (JSON.parse(out) as DemoReport).demo };
}

function assertBalanced({ status, report }: Awaited<ReturnType<typeof runDemo>>): void {
  for (const { what, left, right } of report.books) assert.equal(left, right, what);
  assert.equal(report.account.state, 'closed');
  assert.equal(status, 0);
}

test('the demo with the sample list balances and leaves no file behind', async () => {
  assertBalanced(await runDemo());
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith('clientferry-demo-')),
    [],
  );
});

test('the demo with 50,000 clients balances, and the serving process stays under 200 MB', async () => {
  const ran = await runDemo('--clients', '50000');
  assertBalanced(ran);
  assert.equal(ran.report.batch.counts.accepted + ran.report.batch.counts.rejected, 50_000);
  // Linux tells the peak; other systems do not.
  if (process.platform === 'linux') assert.ok((ran.report.peakMemory ?? Infinity) < 200 * MEBIBYTE);
});

for (const fault of SURVIVABLE_FAULTS) {
  test(`the demo balances although the CRM plays ${fault}`, async () => {
    const ran = await runDemo('--clients', '1200', '--faults', fault, '--seed', '11');
    assertBalanced(ran);
    assert.ok(ran.report.report.faults_played.includes(fault));
  });
}

test('the demo says so, and exits with 1, when the CRM closes early', async () => {
  const { status, report } = await runDemo(
    '--clients',
    '1200',
    '--faults',
    'close-early',
    '--seed',
    '11',
  );
  assert.equal(status, 1);
  assert.equal(report.account.state, 'closed_early');
  assert.ok(report.account.handedOver < report.batch.counts.accepted);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** The light forms: they show that the benchmarks still run, and no figure of theirs is judged. */
const LIGHT: Record<string, string[]> = {
  stage: ['5000', '1'],
  serve: ['2000', '1', '50'],
  import: ['300', '1'],
  memory: ['2000'],
  scale: ['light'],
  'first-load': ['500', '1'],
};

for (const [name, args] of Object.entries(LIGHT)) {
  test(`the benchmark ${name} runs and prints its table`, (t) => {
    const path = fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url));
    const command = ['--import', 'tsx', path, ...args];
    const ran = spawnSync(process.execPath, command, { encoding: 'utf8', timeout: 300_000 });
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /\| --- \|/);
    assert.match(ran.stdout, /\| \*{0,2}[^|]*\d[^|]*\|/);
    t.diagnostic(ran.stdout);
  });
}

/**
 * Opens the store in a data folder and kills itself with SIGKILL just before the n-th step on the disk from the first
 * transaction on: every statement, pragma and SQL text, every rename, sync, closing and removal of a file.
 * Usage: open-and-die <data folder> <n>
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database from 'better-sqlite3';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';

const [dataDir = '', point = ''] = process.argv.slice(2);
let steps: number | undefined;

function watch(object: object, name: string): void {
  const original = Reflect.get(object, name) as (...args: unknown[]) => unknown;
  Reflect.set(object, name, function (this: unknown, ...args: unknown[]): unknown {
    if (steps !== undefined && ++steps === Number(point)) process.kill(process.pid, 'SIGKILL');
    return Reflect.apply(original, this, args);
  });
}

const statements = Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1')) as object;
watch(statements, 'run');
for (const name of ['exec', 'pragma']) watch(Database.prototype, name);
for (const name of ['renameSync', 'fsyncSync', 'closeSync', 'rmSync']) watch(fs, name);
syncBuiltinESMExports();
const transaction = Reflect.get(Database.prototype, 'transaction') as (work: unknown) => unknown;
Reflect.set(Database.prototype, 'transaction', function (this: unknown, work: unknown): unknown {
  steps ??= 0;
  return Reflect.apply(transaction, this, [work]);
});
await openSqliteStore(dataDir).close();

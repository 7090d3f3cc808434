// Preloaded into the built program: kills it with SIGKILL just before or just after the n-th step that its staging thread takes
// on the disk - every SQL text and pragma run by itself, every rename, sync and removal. The file DIE_LOG gets the steps' names.
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (!isMainThread) {
  const Database = createRequire(import.meta.url)('better-sqlite3');
  const point = Number(process.env.DIE_AT);
  let step = 0;

  const watch = (object, name) => {
    const original = object[name];
    object[name] = function (...args) {
      step += 1;
      fs.appendFileSync(process.env.DIE_LOG, `${name}\n`);
      if (step === point && process.env.DIE === 'before') process.kill(process.pid, 'SIGKILL');
      const result = Reflect.apply(original, this, args);
      if (step === point) process.kill(process.pid, 'SIGKILL');
      return result;
    };
  };

  for (const name of ['exec', 'pragma']) watch(Database.prototype, name);
  for (const name of ['renameSync', 'fsyncSync', 'rmSync']) watch(fs, name);
  const transaction = Database.prototype.transaction;
  Database.prototype.transaction = function (work) {
    const wrapped = Reflect.apply(transaction, this, [work]);
    const holder = { transaction: wrapped.immediate };
    watch(holder, 'transaction');
    return Object.assign((...args) => wrapped(...args), { immediate: holder.transaction });
  };
  syncBuiltinESMExports();
}

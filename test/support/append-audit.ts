import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';

/** Appends entries to the audit of b1 in a data folder: `append-audit.ts <folder> <name> <how many>`. */
const [dataDir = '', name = '', howMany = '0'] = process.argv.slice(2);
const store = openSqliteStore(dataDir);
for (let n = 0; n < Number(howMany); n++)
  await store.appendAudit({
    at: new Date().toISOString(),
    businessUid: 'b1',
    staffUid: `process ${name}`,
    impersonatedBy: undefined,
    action: 'signed_in',
    subject: String(n),
  });
await store.close();

// Usage: record-and-die <data folder> <ms>: opens a session, writes one poll into its ledger, and is killed so long afterwards.
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { openSession } from '../helpers/store.js';
import { entryOf } from './ledger-entry.js';

const [dataDir = '', ms = '0'] = process.argv.slice(2);
const store = openSqliteStore(dataDir);
const { session } = await openSession(store, 10);
await store.recordPoll(entryOf(session.id, 1));
console.log(session.id);
setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(ms));

/** Uploads what comes on stdin into a data folder. Usage: upload-and-wait <data folder> <upload id> */
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';

const [dataDir = '', id = ''] = process.argv.slice(2);
const store = openSqliteStore(dataDir);
await store.writeUpload(id, process.stdin);
await store.close();

import { startFakeApi } from './fake-api.js';

/** Usage: npx vite build --config src/page/vite.config.ts && node --import tsx test/page/serve-fake.ts [port] [work ms] [page folder/] */
const [port = '4500', workMs = '4000', pageFolder] = process.argv.slice(2);
const fake = await startFakeApi({
  port: Number(port),
  workMs: Number(workMs),
  ...(pageFolder !== undefined && { pageFolder }),
});
console.log(
  `${fake.url}/start?jws=staff   also jws=support, view, admin, unconnected; language=he`,
);

import { listClientResults, type ClientResultLine } from '../../results/list-client-results.js';
import { writeResultsFile } from '../../results/results-file.js';
import type { ApiDeps } from './api-deps.js';
import { nameOf, textOf } from '../../results/client-text.js';
import { stemOf } from './file-names.js';
import { gatherImport } from './import-facts.js';
import { csv, json, route, type ApiRoute } from './route.js';
import * as wire from './wire-results.js';

/** What became of the clients of an import one by one. */
export function clientResultRoutes(deps: ApiDeps): ApiRoute[] {
  const { store } = deps;
  return [
    route({
      method: 'get',
      path: '/imports/{uid}/clients',
      summary: 'What became of each client of an import, up to 500 a page',
      role: 'view',
      query: wire.clientPage,
      answers: json(wire.clientResults),
      handle: async ({ who, params, query }) => {
        const { account } = await gatherImport(deps, who, params.uid);
        const { after, limit, only } = query;
        const lines = await listClientResults(store, account, {
          ...{ after, limit },
          ...(only && { only }),
        });
        return {
          clients: lines.map(presentLine),
          next_after: lines.length < limit ? null : (lines.at(-1)?.seq ?? null),
        };
      },
    }),
    route({
      method: 'get',
      path: '/imports/{uid}/clients.csv',
      summary: 'The same as a table',
      role: 'view',
      query: wire.clientChoice,
      answers: csv,
      audit: 'results_downloaded',
      handle: async ({ who, params, query }) => {
        const { account, batch } = await gatherImport(deps, who, params.uid);
        const name = `results-${stemOf(batch?.files[0]?.name ?? account.importId)}.csv`;
        return { name, text: writeResultsFile(store, account, query.only) };
      },
    }),
  ];
}

function presentLine(line: ClientResultLine): wire.ClientResultWire {
  const { seq, externalId, file, result, found, fields, client } = line;
  return {
    seq,
    external_id: externalId ?? null,
    name: nameOf(client),
    email: textOf(client, 'email') ?? null,
    file,
    line: line.line,
    result,
    found: found ?? null,
    differences: fields.map(({ key, ours, theirs }) => ({ field: key, ours, theirs })),
  };
}

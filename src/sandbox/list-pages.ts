import { Router } from 'express';
import { z } from 'zod';
import { viewClient, viewImport, viewLine } from './client-views.js';
import type { CrmStore } from './crm-store.js';
import type { ImportAccount } from './import-store.js';
import { renderClient } from './pages/client-page.js';
import { renderClients } from './pages/clients-page.js';
import { renderImports } from './pages/imports-page.js';
import type { ForStaff } from './site-frame.js';

const PER_PAGE = 50;
const LATEST_IMPORTS = 100;
const SHOWN_FAILURES = 50;
const REFRESH_SECONDS = 2;

const wantedClients = z.object({
  search: z.string().max(200).catch(''),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
});

/** What the CRM has of a business: its clients and the account of its imports. */
export function createListPages({
  forStaff,
  store,
}: {
  forStaff: ForStaff;
  store: CrmStore;
}): Router {
  const router = Router();
  const viewWithFailures = (account: ImportAccount) =>
    viewImport(account, store.imports.listFailures(account.number, SHOWN_FAILURES));

  router.get(
    '/',
    forStaff(({ staff: { businessUid }, req, show }) => {
      const { search, page } = wantedClients.parse(req.query);
      const wanted = { businessUid, text: search, page, perPage: PER_PAGE };
      const { clients, ...found } = store.searchClients(wanted);
      const lines = clients.map(viewLine);
      const main = renderClients({ lines, search: search.trim(), perPage: PER_PAGE, ...found });
      show({ title: 'Clients', place: 'clients', main });
    }),
  );

  router.get(
    '/clients/:id',
    forStaff(({ staff: { businessUid }, req, res, show }) => {
      const client = store.clients.find(businessUid, String(req.params.id));
      if (client === undefined) {
        res.redirect(303, '/');
        return;
      }
      const view = viewClient(client, store.fields.list(businessUid));
      show({ title: view.name, place: 'clients', main: renderClient(view) });
    }),
  );

  router.get(
    '/imports',
    forStaff(({ staff, show }) => {
      const imports = store.imports.list(staff.businessUid).slice(0, LATEST_IMPORTS);
      const isRunning = imports.some((one) => one.state === 'running');
      show({
        title: 'Imports',
        place: 'imports',
        main: renderImports(imports.map(viewWithFailures)),
        ...(isRunning ? { refreshSeconds: REFRESH_SECONDS } : {}),
      });
    }),
  );
  return router;
}

import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { presentCreated, presentListed } from './client-presentation.js';
import type { CrmClient } from './client-row.js';
import { createClientReader } from './client-values.js';
import { createCrmId } from './crm-database.js';
import type { CrmStore } from './crm-store.js';
import { findEdit } from './find-edit.js';
import { accountOf } from './host-auth.js';
import { platformAnswer, platformFailure } from './host-envelopes.js';
import { findPaging } from './platform-paging.js';

/** A day or a time, as UTC when no offset is told. */
const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((text) => new Date(text).toISOString())
  .optional();

const wantedClients = z
  .object({
    search_by: z.enum(['email', 'uid', 'phone']).optional(),
    search_term: z.string().optional(),
    'updated_at[gte]': moment,
    'updated_at[lte]': moment,
  })
  .refine((query) => query.search_by === undefined || query.search_term !== undefined);

const newClient = z.record(z.string(), z.unknown());

export interface ClientsApiOptions extends Pick<CrmStore, 'clients' | 'fields'> {
  hidesExternalId: boolean;
}

/** `/platform/v1/clients`: list, read, create, change and delete (intandem-contract section 4.2). */
export function createClientsApi(options: ClientsApiOptions): Router {
  const { clients, fields, hidesExternalId } = options;
  const router = Router();

  const presentationFor = (req: Request) => ({
    fields: fields.list(accountOf(req).businessUid),
    hidesExternalId,
  });

  /** Answers with 404 for those who are not there (any more). */
  function findOrRefuse(req: Request<{ id: string }>, res: Response): CrmClient | undefined {
    const client = clients.find(accountOf(req as Request).businessUid, req.params.id);
    if (client === undefined) res.status(404).json(platformFailure('Client not found'));
    return client;
  }

  function isTaken(businessUid: string, email: string | undefined, own?: CrmClient): boolean {
    const holder = clients.findByEmail(businessUid, email);
    return holder !== undefined && holder.id !== own?.id;
  }

  router.get('/', (req, res) => {
    const { businessUid } = accountOf(req);
    const paging = findPaging(req.query);
    const wanted = wantedClients.safeParse(req.query);
    if (paging === undefined || !wanted.success) {
      const message = 'page, per_page, search_by, search_term or updated_at is invalid';
      res.status(422).json(platformFailure(message));
      return;
    }
    const { search_by: by, search_term: term = '' } = wanted.data;
    const search = by && { by, term };
    const updatedFrom = wanted.data['updated_at[gte]'];
    const updatedTo = wanted.data['updated_at[lte]'];
    const found = clients.list({ businessUid, search, updatedFrom, updatedTo, ...paging });
    const presentation = presentationFor(req);
    res.json(platformAnswer({ clients: found.map((one) => presentListed(one, presentation)) }));
  });

  router.get('/:id', (req, res) => {
    const client = findOrRefuse(req, res);
    if (client === undefined) return;
    const { matters } = client;
    const shown = presentListed(client, presentationFor(req));
    res.json(platformAnswer({ client: { ...shown, matter_term: 'clients', matters } }));
  });

  router.post('/', (req: Request, res: Response) => {
    const { businessUid } = accountOf(req);
    const sent = newClient.safeParse(req.body).data ?? {};
    const presentation = presentationFor(req);
    const values = createClientReader(presentation)(sent);
    if (values.system.first_name === undefined) {
      res.status(422).json(platformFailure("First name can't be blank"));
      return;
    }
    if (isTaken(businessUid, values.system.email)) {
      res.status(409).json(platformFailure('A client with this email already exists'));
      return;
    }
    const source = z.string().safeParse(sent.source_name).data ?? 'api';
    const client = presentCreated(clients.create(businessUid, values, source), presentation);
    res.status(201).json(platformAnswer({ client, token: `made-up-${createCrmId()}` }));
  });

  router.put('/:id', (req, res) => {
    const client = findOrRefuse(req, res);
    if (client === undefined) return;
    const presentation = presentationFor(req);
    const edit = findEdit(req.body, presentation.fields);
    if (edit === undefined) {
      res.status(422).json(platformFailure("First name can't be blank"));
      return;
    }
    if (isTaken(client.businessUid, edit.values.system.email, client)) {
      res.status(409).json(platformFailure('A client with this email already exists'));
      return;
    }
    const changed = clients.edit(client, edit);
    res.json(platformAnswer({ client: presentListed(changed, presentation) }));
  });

  router.delete('/:id', (req, res) => {
    const client = findOrRefuse(req, res);
    if (client === undefined) return;
    const removed = presentListed(clients.remove(client), presentationFor(req));
    res.json(platformAnswer({ client: removed }));
  });

  return router;
}

import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { createClientReader } from './client-values.js';
import type { CrmClient } from './client-store.js';
import { createCrmId } from './crm-database.js';
import type { CrmStore } from './crm-store.js';
import { accountOf } from './host-auth.js';
import { platformAnswer, platformFailure } from './host-envelopes.js';
import { findPaging } from './platform-paging.js';
import type { CrmField } from './system-fields.js';

const searching = z.union([
  z.object({ search_by: z.undefined().optional() }).transform(() => undefined),
  z
    .object({ search_by: z.enum(['email', 'uid', 'phone']), search_term: z.string() })
    .transform((query) => ({ by: query.search_by, term: query.search_term })),
]);

const newClient = z.record(z.string(), z.unknown());

/** `GET` and `POST /platform/v1/clients`, `GET /platform/v1/clients/:id` (intandem-contract section 4.2). */
export function createClientsApi({
  clients,
  fields,
}: Pick<CrmStore, 'clients' | 'fields'>): Router {
  const router = Router();

  router.get('/', (req, res) => {
    const { businessUid } = accountOf(req);
    const paging = findPaging(req.query);
    const search = searching.safeParse(req.query);
    if (paging === undefined || !search.success) {
      res.status(422).json(platformFailure('page, per_page, search_by or search_term is invalid'));
      return;
    }
    const custom = fields.list(businessUid);
    const found = clients.list({ businessUid, search: search.data, ...paging });
    res.json(platformAnswer({ clients: found.map((client) => presentListed(client, custom)) }));
  });

  router.get('/:id', (req, res) => {
    const { businessUid } = accountOf(req);
    const client = clients.find(businessUid, req.params.id);
    if (client === undefined) {
      res.status(404).json(platformFailure('Client not found'));
      return;
    }
    const { matters } = client;
    const shown = presentListed(client, fields.list(businessUid));
    res.json(platformAnswer({ client: { ...shown, matter_term: 'clients', matters } }));
  });

  router.post('/', (req: Request, res: Response) => {
    const { businessUid } = accountOf(req);
    const sent = newClient.safeParse(req.body);
    const known = fields.list(businessUid);
    const values = createClientReader({ fields: known })(sent.data ?? {});
    if (values.system.first_name === undefined) {
      res.status(422).json(platformFailure("First name can't be blank"));
      return;
    }
    if (clients.findByEmail(businessUid, values.system.email) !== undefined) {
      res.status(409).json(platformFailure('A client with this email already exists'));
      return;
    }
    const source = z.string().safeParse(sent.data?.source_name).data ?? 'api';
    const client = presentCreated(clients.create(businessUid, values, source), known);
    res.status(201).json(platformAnswer({ client, token: `made-up-${createCrmId()}` }));
  });

  return router;
}

function presentCommon(client: CrmClient, fields: readonly CrmField[]) {
  const labels = new Map(fields.map((field) => [field.id, field.label]));
  const custom = Object.entries(client.custom).map(([id, value]) => [labels.get(id) ?? id, value]);
  const { system } = client;
  return {
    // custom fields come first: a label such as "id" must not hide the real one
    ...(Object.fromEntries(custom) as Record<string, string>),
    id: client.id,
    first_name: system.first_name ?? null,
    last_name: system.last_name ?? null,
    email: system.email ?? null,
    mobile_phone: system.phone ?? null,
    address: system.address ?? null,
    customer_status: system.status ?? null,
    opt_in: system.opt_in ?? null,
    external_id: client.externalId,
    tags: client.tags,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}

function presentListed(client: CrmClient, fields: readonly CrmField[]) {
  return {
    ...presentCommon(client, fields),
    business_uid: client.businessUid,
    normalized_phone: null,
    source: client.source,
    source_url: null,
    channel: null,
    campaign: null,
  };
}

function presentCreated(client: CrmClient, fields: readonly CrmField[]) {
  return {
    ...presentCommon(client, fields),
    spam: false,
    source_data: { name: client.source, website_url: null, channel: null, campaign: null },
  };
}

import { Router } from 'express';
import { z } from 'zod';
import type { FieldStore } from './field-store.js';
import { accountOf } from './host-auth.js';
import { platformAnswer, platformFailure } from './host-envelopes.js';
import { findPaging } from './platform-paging.js';
import { FIELD_TYPES, type CrmField } from './system-fields.js';

const newField = z.object({
  type: z.enum(FIELD_TYPES),
  label: z.string().trim().min(1),
  object_type: z.enum(['contact', 'matter']).default('matter'),
  options: z.array(z.string()).default([]),
  forms: z.array(z.string()).default(['client_card']),
  required: z.boolean().default(false),
  keep_asking: z.boolean().default(false),
  default_value: z.string().default(''),
});

/** `GET` and `POST /platform/v1/fields` (intandem-contract section 4.1, the envelope of 2026). */
export function createFieldsApi(fields: FieldStore): Router {
  const router = Router();

  router.get('/', (req, res) => {
    const paging = findPaging(req.query);
    if (paging === undefined) {
      res.status(422).json(platformFailure('page and per_page must be positive numbers'));
      return;
    }
    const { page, perPage } = paging;
    const all = fields.list(accountOf(req).businessUid);
    const shown = all.slice((page - 1) * perPage, page * perPage);
    res.json(platformAnswer({ fields: shown.map(presentField) }));
  });

  router.post('/', (req, res) => {
    const wanted = newField.safeParse(req.body);
    if (!wanted.success) {
      const names = wanted.error.issues.map((issue) => issue.path.join('.')).join(', ');
      res.status(422).json(platformFailure(`Invalid: ${names}`));
      return;
    }
    const field = fields.add(accountOf(req).businessUid, wanted.data);
    res.status(201).json(platformAnswer({ field: presentField(field) }));
  });

  return router;
}

function presentField(field: CrmField) {
  // JSON leaves undefined out: the host tells system fields by their type alone
  return { ...field, isSystem: undefined };
}

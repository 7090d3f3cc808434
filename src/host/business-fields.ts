import type { AxiosInstance } from 'axios';
import axiosRetry from 'axios-retry';
import { z } from 'zod';
import type { BusinessField } from '../profiles/host-fields.js';
import { parseJson } from './parse-json.js';

const PAGE_SIZE = 100;
const MAX_PAGES = 50;

const field = z.object({
  id: z.coerce.string(),
  type: z.string(),
  label: z.string(),
  deleted: z.boolean().optional(),
  options: z.array(z.string()).default([]),
  object_type: z.string().optional(),
});

/** Both envelopes: `data` as the array itself (2022, 2025) and `data.fields` (2026). */
const envelope = z.object({
  data: z.union([
    z.array(field),
    z.object({ fields: z.array(field) }).transform((data) => data.fields),
  ]),
});

/** All pages with all their tries may take this many times what one answer may. */
const PATIENCE = 2;

/**
 * The business's client-card fields from `GET /platform/v1/fields` (intandem-contract section 4.1): every page, until one
 * brings nothing new, deleted fields left out. Undefined when the list cannot be had; a declaration does not need it.
 */
export async function listBusinessFields(
  http: AxiosInstance,
): Promise<BusinessField[] | undefined> {
  const found = new Map<string, BusinessField>();
  const signal = AbortSignal.timeout(PATIENCE * (http.defaults.timeout ?? 0));
  for (let page = 1; page <= MAX_PAGES; page++) {
    const fields = await readPage(http, page, signal);
    if (fields === undefined) return undefined;
    const fresh = fields.filter(({ id }) => !found.has(id));
    for (const one of fresh) if (one.deleted !== true) found.set(one.id, present(one));
    if (fresh.length === 0 || fields.length < PAGE_SIZE) break;
  }
  return [...found.values()];
}

function present({ id, type, label, options, object_type }: z.infer<typeof field>): BusinessField {
  return { id, type, label, options, ofMatter: object_type === 'matter' };
}

async function readPage(
  http: AxiosInstance,
  page: number,
  signal: AbortSignal,
): Promise<z.infer<typeof field>[] | undefined> {
  try {
    const answer = await http.get<string>('/platform/v1/fields', {
      params: { page, per_page: PAGE_SIZE },
      signal,
      // Reads may be tried again; any status is an answer to `http`, so only here are busy ones made errors.
      validateStatus: (status) => status < 500 && status !== 429,
      'axios-retry': { retries: 3, retryDelay: waitAsTold, retryCondition: () => true },
    });
    const parsed = envelope.safeParse(parseJson(answer.data));
    return answer.status < 300 && parsed.success ? parsed.data.data : undefined;
  } catch {
    return undefined;
  }
}

const waitAsTold: typeof axiosRetry.exponentialDelay = (attempt, error) =>
  axiosRetry.exponentialDelay(attempt, error, 200);

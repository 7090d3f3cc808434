import { z } from 'zod';
import type { Config } from '../config.js';
import { CRM_PAGE_SIZE, type CrmClient, type DeletingCrm } from '../results/crm.js';
import { createHttp } from './create-http.js';
import {
  createHostCaller,
  unreadable,
  withoutQuote,
  type CallHost,
  type CallingManner,
} from './host-caller.js';
import { tokenHintFor, type ActingStaff, type HostAccess } from './host-client.js';
import { crmClient } from './read-crm-client.js';
import { RateLimit } from './rate-limit.js';

/** Where the host is, and how often it may be asked. */
export type CrmAccess = HostAccess & Pick<Config['intandem'], 'requestsPerSecond'>;

/** What may be said of the calling; the rate limit is one for all that call for a business in a process. */
export type CrmManner = Partial<Pick<CallingManner, 'rate' | 'patienceMs' | 'firstPauseMs'>>;

const CLIENTS = '/platform/v1/clients';

/** Both envelopes that the platform's lists come in. */
const clientList = z.object({
  data: z.union([
    z.array(crmClient),
    z.object({ clients: z.array(crmClient) }).transform(({ clients }) => clients),
  ]),
});

/**
 * The clients of a business at the host (intandem-contract section 4.2), with the token of the configuration or that of a
 * staff member. Without a token every call throws `host_refused`.
 */
export function createCrm(
  access: CrmAccess,
  staff?: ActingStaff,
  manner: CrmManner = {},
): DeletingCrm {
  const call = createCaller(access, staff, manner);
  const pages = createPages(call);
  return {
    listClients: (page, { updatedSince } = {}) =>
      pages(page, updatedSince === undefined ? {} : { 'updated_at[gte]': updatedSince }),
    findClients: (by, term) => {
      const query = { search_by: by, search_term: term, page: 1, per_page: CRM_PAGE_SIZE };
      // What a person is looked for by must not get into a job or a log.
      return readClients(call, query).catch((error: unknown) => {
        throw withoutQuote(error);
      });
    },
    deleteClient: async (id) => {
      const url = `${CLIENTS}/${encodeURIComponent(id)}`;
      const { kind } = await call('delete a client', { method: 'DELETE', url });
      return kind === 'gone' ? 'gone' : 'deleted';
    },
  };
}

/** The way to call the host for one business, with its token. */
export function createCaller(
  access: CrmAccess,
  staff: ActingStaff | undefined,
  { rate = new RateLimit(access.requestsPerSecond), ...manner }: CrmManner,
): CallHost {
  const { apiUrl, staffToken, timeoutMs } = access;
  const token = staff ? staff.token : staffToken;
  const http = createHttp({ baseUrl: apiUrl, timeoutMs, token });
  return createHostCaller(http, {
    ...manner,
    ...{ rate, timeoutMs, tokenHint: tokenHintFor(staff) },
    onTokenRefused: () => staff?.onTokenRefused() ?? Promise.resolve(),
  });
}

type Query = Record<string, string | number>;

/**
 * Pages of a hundred from a host that may give fewer at a time (at most 50 in 2022): a short page is the last one only if
 * the host gives more than that at a time. One that gives more than was asked for has given the whole list.
 */
function createPages(call: CallHost): (page: number, query: Query) => Promise<CrmClient[]> {
  const read = (page: number, query: Query) =>
    readClients(call, { ...query, page, per_page: CRM_PAGE_SIZE });
  const isLast = async (query: Query) => (await read(2, query)).length === 0;

  return async (page, query) => {
    const clients = await read(page, query);
    const start = (page - 1) * CRM_PAGE_SIZE;
    if (clients.length > CRM_PAGE_SIZE) return clients.slice(start, start + CRM_PAGE_SIZE);
    if (clients.length === 0 || clients.length === CRM_PAGE_SIZE) return clients;
    const most = page === 1 ? clients.length : (await read(1, query)).length;
    if (most >= CRM_PAGE_SIZE || (page === 1 && (await isLast(query)))) return clients;
    return readInPieces((at) => read(at, query), start, most);
  };
}

/** The hundred clients from `start`, from a host that gives `most` of them at a time. */
async function readInPieces(
  read: (page: number) => Promise<CrmClient[]>,
  start: number,
  most: number,
): Promise<CrmClient[]> {
  const first = Math.floor(start / most);
  const found: CrmClient[] = [];
  for (let at = first; at * most < start + CRM_PAGE_SIZE; at++) {
    const piece = await read(at + 1);
    found.push(...piece);
    if (piece.length < most) break;
  }
  const skipped = start - first * most;
  return found.slice(skipped, skipped + CRM_PAGE_SIZE);
}

async function readClients(call: CallHost, params: Query): Promise<CrmClient[]> {
  const aim = 'list clients';
  const answer = await call(aim, { url: CLIENTS, params });
  const parsed = answer.kind === 'good' ? clientList.safeParse(answer.body) : undefined;
  if (!parsed?.success) throw unreadable(aim);
  return parsed.data.data;
}

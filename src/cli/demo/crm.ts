import axios, { type AxiosInstance } from 'axios';

const PAGE_SIZE = 100;

/** What the CRM says of one import. */
export interface ImportReport {
  state: string;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  reason: string | null;
  faults_played: string[];
}

/** A client as the CRM lists it, as far as counting needs it. */
interface ListedClient {
  tags: string[];
}

/** The CRM asked over its own API, as an outsider would. */
export interface Crm {
  addClient(client: Record<string, string>): Promise<void>;
  latestImport(): Promise<ImportReport | undefined>;
  /** Clients in all, and those that an import has tagged. */
  countClients(): Promise<{ total: number; imported: number }>;
}

export function createCrm(baseURL: string, token: string): Crm {
  const http = axios.create({
    baseURL,
    proxy: false,
    timeout: 10_000,
    headers: { authorization: `Bearer ${token}` },
  });
  return {
    addClient: async (client) => {
      await http.post('/platform/v1/clients', client);
    },
    latestImport: async () => (await http.get<ImportReport[]>('/sandbox/imports')).data[0],
    countClients: () => countClients(http),
  };
}

async function countClients(http: AxiosInstance): Promise<{ total: number; imported: number }> {
  let total = 0;
  let imported = 0;
  for (let page = 1; ; page++) {
    const answer = await http.get<{ data: { clients: ListedClient[] } }>('/platform/v1/clients', {
      params: { page, per_page: PAGE_SIZE },
    });
    const { clients } = answer.data.data;
    total += clients.length;
    imported += clients.filter(({ tags }) =>
      tags.some((tag) => tag.startsWith('imported_')),
    ).length;
    if (clients.length < PAGE_SIZE) return { total, imported };
  }
}

import { CRM_PAGE_SIZE, type CrmClient, type ReadingCrm } from '../../src/results/crm.js';

/** A CRM that holds what a test gives it and counts what it is asked. */
export interface FakeCrm extends ReadingCrm {
  clients: CrmClient[];
  pagesRead: number[];
  searches: number;
  /** Called before every answer. */
  onCall: () => void;
}

export function createFakeCrm(clients: CrmClient[] = []): FakeCrm {
  const crm: FakeCrm = {
    clients,
    pagesRead: [],
    searches: 0,
    onCall: () => undefined,
    listClients(page) {
      crm.onCall();
      crm.pagesRead.push(page);
      return Promise.resolve(crm.clients.slice((page - 1) * CRM_PAGE_SIZE, page * CRM_PAGE_SIZE));
    },
    findClients(by, term) {
      crm.onCall();
      crm.searches += 1;
      const value = ({ id, email, phone }: CrmClient) => ({ uid: id, email, phone })[by];
      return Promise.resolve(
        crm.clients.filter((client) => value(client).toLowerCase() === term.toLowerCase()),
      );
    },
  };
  return crm;
}

/** A client of the CRM that is what `clientText(seq)` sends. */
export function crmClient(seq: number, changes: Partial<CrmClient> = {}): CrmClient {
  return {
    id: `c${seq}`,
    firstName: `Ada ${seq}`,
    lastName: 'Løvelace',
    email: `ada.${seq}@example.com`,
    phone: '+0049 030 0001',
    address: '',
    status: 'lead',
    tags: ['imported_2026-03-01'],
    source: 'clientferry',
    more: {},
    createdAt: new Date().toISOString(),
    updatedAt: new Date().toISOString(),
    ...changes,
  };
}

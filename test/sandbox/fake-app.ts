import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Poll {
  path: string;
  businessUid: string | null;
  staffUid: string | null;
  page: number;
  perPage: number;
}

export interface FakeAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

export interface FakeApp {
  apiUri: string;
  polls: Poll[];
  /** The most requests that were open at the same moment. */
  mostOpen(): number;
  close(): Promise<void>;
}

/** Answers instead of the list when it returns something; `nth` counts the polls for this page from 1. */
export type Interfere = (poll: Poll, nth: number) => FakeAnswer | undefined;

export type FakeClient = Record<string, unknown>;

/** n made-up people, `person1@example.org` and so on. */
export function createPeople(count: number): FakeClient[] {
  return Array.from({ length: count }, (_, index) => ({
    first_name: `Person ${index + 1}`,
    email: `person${index + 1}@example.org`,
    external_id: index + 1,
  }));
}

export function presentClients(clients: readonly FakeClient[]): string {
  return JSON.stringify({ data: { clients } });
}

/** A tiny app that serves a list by the contract, refuses another per_page with 409, and remembers every poll. */
export async function startFakeApp(
  clients: readonly FakeClient[],
  interfere: Interfere = () => undefined,
): Promise<FakeApp> {
  const polls: Poll[] = [];
  let open = 0;
  let mostOpen = 0;
  const answer = (poll: Poll): FakeAnswer => {
    polls.push(poll);
    const nth = polls.filter((one) => one.page === poll.page).length;
    const other = interfere(poll, nth);
    if (other !== undefined) return other;
    if (poll.perPage !== polls[0]?.perPage) return { status: 409, body: '{}' };
    const from = (poll.page - 1) * poll.perPage;
    const page = poll.page === -1 ? [] : clients.slice(from, from + poll.perPage);
    return { status: 200, body: presentClients(page) };
  };
  const server = createServer((req, res) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    const { status, headers, body } = answer(parsePoll(req.url ?? ''));
    // a moment of work, so that requests sent at once are seen at once
    setTimeout(() => {
      open -= 1;
      res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    }, 5);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    polls,
    mostOpen: () => mostOpen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parsePoll(address: string): Poll {
  const { pathname, searchParams } = new URL(address, 'http://fake.example.org');
  return {
    path: pathname,
    businessUid: searchParams.get('business_uid'),
    staffUid: searchParams.get('staff_uid'),
    page: Number(searchParams.get('page')),
    perPage: Number(searchParams.get('per_page')),
  };
}

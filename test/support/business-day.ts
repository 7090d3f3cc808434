import assert from 'node:assert/strict';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type * as wire from '../../src/web/api/wire.js';
import type { Staff } from '../helpers/api.js';
import { EMPTY, idsOf, poll, span, type Answer, type PollParams } from '../helpers/poll.js';
import type { StaffedServer } from './staffed-server.js';

/** What a business did with one list, and what must be told of it for ever. */
export interface Entry {
  sessionUid: string;
  businessUid: string;
  clients: number;
  rejected: number;
  state: 'closed' | 'closed_early' | 'cancelled';
  /** At least so many were handed over. */
  handedOver: number;
}

export interface Workplace {
  server: StaffedServer;
  staff: Staff;
  random: () => number;
  /** Told of what went well, for a summary. */
  entries: Entry[];
  /** Whether all was in vain, so that nobody need try again. */
  isGivenUp: () => boolean;
  /** How often something had to be tried again because the server was away. */
  retried: { count: number };
}

/** The server is gone for a moment; a person or a CRM tries again. */
class Away extends Error {}

/**
 * One list from its file to the end of its import: uploads it, checks it, declares it, pulls it with all that happens to a CRM,
 * and compares what came with the file. Whatever the server's end interrupts is tried again as a person would.
 */
export async function importOneList(place: Workplace): Promise<void> {
  const { random, staff } = place;
  const clients = 1 + Math.floor(random() * 400);
  const rejected = Math.floor(random() * 5);
  const draft = await insist(place, () => bring(place, makeList(clients, rejected)));
  const counts = { clients, rejected };
  const sessionUid = await insist(place, () => declare(place, draft));
  if (sessionUid === undefined) return;
  const fate = random();
  const pageSize = 1 + Math.floor(random() * 120);
  const stopAfter = fate < 0.8 ? clients : Math.floor(random() * clients);
  const got = await pull(place, pageSize, stopAfter);
  assert.deepEqual(got, span(1, got.length));
  const entry = {
    sessionUid,
    businessUid: staff.who.businessUid,
    ...counts,
    handedOver: got.length,
  };
  if (fate >= 0.9 && got.length < clients) {
    await insist(place, () => cancel(staff, sessionUid));
    place.entries.push({ ...entry, state: 'cancelled' });
    return;
  }
  await pollWhole(place, { page: -1 });
  if (random() < 0.3) await pollWhole(place, { page: -1 });
  if (stopAfter === clients) assert.equal(got.length, clients);
  place.entries.push({ ...entry, state: got.length === clients ? 'closed' : 'closed_early' });
}

/** A list of clients 1..n with records that have no name in between, and blank lines. */
function makeList(clients: number, rejected: number): string {
  const lines = ['Client ID,First name,Last name,Email,Phone'];
  for (let n = 1; n <= clients; n++)
    lines.push(`${n},Mira,Okafor,client${n}@example.org,+44207946${String(n).padStart(4, '0')}`);
  for (let n = 1; n <= rejected; n++)
    lines.splice(1 + Math.floor((lines.length * n) / (rejected + 1)), 0, `x${n},,,no mail,`, '');
  return `${lines.join('\n')}\n`;
}

async function bring({ staff }: Workplace, list: string): Promise<wire.DraftWire> {
  const { uid } = await sure(() => staff.ask<wire.DraftWire>('POST', '/drafts'));
  await sure(() => staff.upload(uid, list));
  await sure(() => staff.ask('POST', `/drafts/${uid}/stage`));
  for (;;) {
    const draft = await sure(() => staff.ask<wire.DraftWire>('GET', `/drafts/${uid}`));
    if (draft.staging?.state === 'done') return draft;
    if (draft.staging?.state === 'failed') {
      // The end of the server broke it off: it is brought anew.
      assert.equal(draft.staging.problem?.code, 'interrupted');
      throw new Away();
    }
    await pause(20);
  }
}

/** Declares a checked list; undefined when the CRM was never asked, and the session given up for that. */
async function declare(
  { server, staff }: Workplace,
  { uid, batch_uid: batchUid }: wire.DraftWire,
): Promise<string | undefined> {
  const { businessUid } = staff.who;
  const { sessions } = await sure(() => staff.ask<wire.SessionsWire>('GET', '/sessions'));
  const begun = sessions.find((one) => one.batch_uid === batchUid);
  if (begun) {
    // The answer was lost. What the CRM has accepted it pulls; else a person ends it.
    const declared = sessions.filter(({ status }) => status !== 'failed').length;
    const taken = server.accepted.filter((one) => one === businessUid).length;
    if (taken === declared) return begun.uid;
    await cancel(staff, begun.uid);
    return undefined;
  }
  const { session } = await sure(() =>
    staff.ask<wire.SessionStartedWire>('POST', '/sessions', {
      ...{ batch_uid: batchUid, draft_uid: uid, override: false, send_email: false },
      rejects: 'leave',
    }),
  );
  return session.uid;
}

async function cancel(staff: Staff, sessionUid: string): Promise<void> {
  const path = `/sessions/${sessionUid}`;
  const { status } = await sure(() => staff.ask<wire.SessionWire>('GET', path));
  if (status !== 'cancelled') await sure(() => staff.ask('POST', `${path}/cancel`));
}

/** Pulls page by page until a short one or enough clients, at times twice, at times breaking off. */
async function pull(place: Workplace, pageSize: number, enough: number): Promise<number[]> {
  const got: number[] = [];
  for (let page = 1; ; page++) {
    const params = { page, per_page: pageSize };
    const luck = place.random();
    if (luck < 0.1) await breakOff(place, params);
    const answer = await pollWhole(place, params);
    if (luck > 0.9) assert.equal((await pollWhole(place, params)).body, answer.body);
    const ids = idsOf(answer);
    got.push(...ids);
    if (ids.length < pageSize || got.length >= enough + pageSize) return got;
    await pause(place.random() * 30);
  }
}

/** Asks until the answer came whole; trouble may only be the server's end. */
function pollWhole(place: Workplace, params: PollParams): Promise<Answer> {
  const { server, staff } = place;
  return insist(place, async () => {
    const asked = { business_uid: staff.who.businessUid, staff_uid: staff.who.staffUid, ...params };
    const answer = await poll(server.url, asked).catch(() => {
      throw new Away();
    });
    assert.equal(answer.status, 200, answer.body);
    if (params['page'] === -1) assert.equal(answer.body, EMPTY);
    return answer;
  });
}

/** Asks a page and hangs up when it begins to come. */
function breakOff({ server, staff }: Workplace, params: PollParams): Promise<void> {
  const query = new URLSearchParams({ business_uid: staff.who.businessUid });
  for (const [name, value] of Object.entries(params)) query.set(name, String(value));
  return new Promise((resolve) => {
    const asked = get(`${server.url}?${query.toString()}`, { agent: false }, () => asked.destroy());
    asked.on('error', () => undefined);
    asked.once('close', resolve);
  });
}

/** The body of a good answer. Throws `Away` when the server is not there, or says itself that it should be tried later. */
async function sure<T>(ask: () => Promise<{ status: number; text: string; body: T }>): Promise<T> {
  const answer = await ask().catch((error: unknown) => {
    if (error instanceof TypeError) throw new Away();
    throw error;
  });
  assert.ok(answer.status < 300, `${answer.status} ${answer.text}`);
  return answer.body;
}

/** Does something until the server stays for it. */
async function insist<T>(place: Workplace, work: () => Promise<T>): Promise<T> {
  const endMs = Date.now() + 600_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      assert.ok(Date.now() < endMs && !place.isGivenUp(), 'the server did not come back');
      place.retried.count++;
      await pause(100);
    }
  }
}

import express, { Router, type Request } from 'express';
import type { PlanWire, SessionRequestWire, SessionWire } from '../../src/web/api/wire.js';
import { followUntil } from './fake-follow.js';
import { makeSession } from './fake-lists.js';
import { refuse } from './fake-refusal.js';
import { closed, type FakeState } from './fake-state.js';

type Uid = Request<{ uid: string }>;

const REJECTS_CSV = 'line,Email,problem\r\n14,n/a,This is not an e-mail address.\r\n';

/** The part of the fake API that is about batches and imports. */
export function createFakeSessions(state: FakeState, workMs: number): Router {
  const api = Router();
  const started = new Map<string, number>();
  const look = (uid: string): SessionWire | undefined => {
    const session = state.sessions.get(uid);
    const since = started.get(uid);
    if (!session || since === undefined || session.closed_at !== null) return session;
    const moved = move(session, (Date.now() - since) / workMs);
    state.sessions.set(uid, moved);
    return moved;
  };

  api.get('/batches', (_req, res) => res.json({ batches: [...state.batches.values()].reverse() }));
  api.get('/batches/:uid', (req: Uid, res) => {
    const batch = state.batches.get(req.params.uid);
    if (batch) res.json(batch);
    else refuse(res, 404, 'batch_not_found', 'There is no such batch.');
  });
  api.delete('/batches/:uid', (req: Uid, res) => {
    state.batches.delete(req.params.uid);
    res.status(204).end();
  });
  api.get('/batches/:uid/rejects.csv', (req: Uid, res) => {
    res.attachment(`rejects ${req.params.uid}.csv`).send(REJECTS_CSV);
  });
  api.get('/batches/:uid/plan', (req: Uid, res) => {
    const batch = state.batches.get(req.params.uid);
    if (!batch) {
      refuse(res, 404, 'batch_not_found', 'There is no such batch.');
      return;
    }
    const isConnected = !String(res.locals['who']).includes('unconnected');
    const plan: PlanWire = {
      clients: batch.counts.clients,
      rejected: batch.counts.rejected,
      mode: 'store',
      upload_type: 'single',
      mapping: {
        first_name: 'First name',
        last_name: 'Last name',
        email: 'Email',
        phone: 'Phone',
        address: 'Address',
        external_id: 'External ID',
      },
      unknown_fields: [],
      unrecognisable: false,
      obstacle: isConnected
        ? null
        : {
            code: 'not_connected',
            message: 'The CRM does not know yet that you want to import.',
            hint: 'Sign in at the CRM, then press Import.',
          },
    };
    res.json(plan);
  });

  api.get('/sessions', (_req, res) => {
    const sessions = [...state.sessions.keys()].flatMap((uid) => look(uid) ?? []);
    res.json({ sessions: sessions.reverse() });
  });
  api.post('/sessions', express.json(), (req, res) => {
    const asked = req.body as SessionRequestWire;
    const batch = state.batches.get(asked.batch_uid);
    if (!batch) {
      refuse(res, 404, 'batch_not_found', 'There is no such batch.');
      return;
    }
    const uid = `session_${state.sessions.size + 1}`;
    const session = {
      ...makeSession(uid, batch),
      override: asked.override,
      send_email: asked.send_email,
      created_at: new Date().toISOString(),
    };
    state.sessions.set(uid, session);
    state.batches.set(batch.uid, { ...batch, session_uids: [...batch.session_uids, uid] });
    if (asked.draft_uid !== undefined) state.drafts.delete(asked.draft_uid);
    started.set(uid, Date.now());
    res.status(201).json({ session, warnings: [] });
  });
  api.get('/sessions/:uid', (req: Uid, res) => {
    const session = look(req.params.uid);
    if (session) res.json(session);
    else refuse(res, 404, 'session_not_found', 'There is no such import.');
  });
  api.get('/sessions/:uid/events', (req: Uid, res) => {
    followUntil(res, () => {
      const session = look(req.params.uid);
      return session && { value: session, isLast: session.closed_at !== null };
    });
  });
  api.post('/sessions/:uid/cancel', (req: Uid, res) => {
    const session = look(req.params.uid);
    if (!session) {
      refuse(res, 404, 'session_not_found', 'There is no such import.');
      return;
    }
    const cancelled: SessionWire = {
      ...session,
      status: 'cancelled',
      outcome: 'failure',
      closed_at: new Date().toISOString(),
    };
    state.sessions.set(session.uid, cancelled);
    res.json(cancelled);
  });
  api.get('/audit', (_req, res) => {
    const at = new Date().toISOString();
    const entry = { at, staff_uid: 'staff_1', impersonated_by: null };
    res.json({ entries: [{ ...entry, action: 'import_declared', subject: 'session_past' }] });
  });
  return api;
}

function move(session: SessionWire, share: number): SessionWire {
  if (share >= 1) return closed(session);
  const { clients } = session.account;
  const done = Math.floor(clients * share);
  return {
    ...session,
    status: share < 0.15 ? 'declared' : 'serving',
    progress: Math.floor(share * 100),
    done,
    remaining: clients - done,
    account: { ...session.account, handed_over: done, polls: Math.ceil(share * 8) },
    updated_at: new Date().toISOString(),
  };
}

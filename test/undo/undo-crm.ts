import {
  answer,
  reset,
  startFakeHost,
  type FakeHost,
  type HostCall,
} from '../helpers/fake-host.js';
import type { Cleaner } from '../helpers/temp-dir.js';

/** A client as the made-up CRM keeps it. */
export interface KeptClient {
  id: string;
  email: string;
  tags: string[];
  source: string;
  created_at: string;
  updated_at: string;
}

/** What strikes a call: nothing, no answer before it is done or after, being busy, or a refusal. */
export type Fault = 'cut-before' | 'cut-after' | 'busy' | 'refuse' | 'html' | undefined;

export interface UndoCrmHost extends FakeHost {
  clients: Map<string, KeptClient>;
  /** Ids in the order in which they were really deleted. */
  deleted: string[];
}

/** The CRM as far as an undo needs it: looks one client up, deletes it, and tells the name of the app. */
export async function startUndoCrm(
  t: Cleaner,
  clients: readonly KeptClient[],
  faultOf: (call: HostCall, nth: number) => Fault = () => undefined,
): Promise<UndoCrmHost> {
  const kept = new Map(clients.map((client) => [client.id, client]));
  const deleted: string[] = [];
  let nth = 0;
  const host = await startFakeHost(t, (res, call) => {
    const fault = faultOf(call, ++nth);
    if (fault === 'busy')
      return answer(
        429,
        { error: 'Too many requests' },
        nth % 2 === 0 ? { 'retry-after': '0' } : {},
      )(res, call);
    if (fault === 'refuse') return answer(422, { status: 'Error', error: 'No' })(res, call);
    if (fault === 'html') return answer(502, '<html>Bad Gateway</html>')(res, call);
    if (fault === 'cut-before') return reset(res, call);
    const reply = act(call);
    if (fault === 'cut-after') return reset(res, call);
    return answer(reply.status, reply.body)(res, call);
  });
  const act = (call: HostCall): { status: number; body: unknown } => {
    if (call.path.startsWith('/platform/v1/apps/'))
      return { status: 200, body: { status: 'OK', data: { name: 'Our App', app_type: [] } } };
    const id = call.method === 'DELETE' ? call.path.split('/').at(-1) : undefined;
    if (id === undefined) {
      const found = kept.get(call.query.get('search_term') ?? '');
      return { status: 200, body: { status: 'OK', data: { clients: found ? [found] : [] } } };
    }
    if (!kept.delete(id)) return { status: 404, body: { status: 'Error', error: 'not found' } };
    deleted.push(id);
    return { status: 200, body: { status: 'OK', data: {} } };
  };
  return { ...host, clients: kept, deleted };
}

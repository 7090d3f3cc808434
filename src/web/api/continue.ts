import { getSessionOf } from '../../sessions/of-business.js';
import {
  continueByHand,
  planContinuation,
  type Continuation,
} from '../../sessions/continue-by-hand.js';
import { declareFor } from '../../sessions/declare-for.js';
import type { ApiDeps } from './api-deps.js';
import { presentDeclared } from './present-declared.js';
import { refuseOthers } from './refuse-others.js';
import { json, route, type ApiRoute } from './route.js';
import * as results from './wire-results.js';
import * as wire from './wire.js';

/** Going on with an import of several parts by a person's word. */
export function continueRoutes(deps: ApiDeps): ApiRoute[] {
  return [
    route({
      method: 'get',
      path: '/imports/{uid}/continue',
      summary: 'How an import would go on, and what the CRM does with clients that it has',
      role: 'view',
      answers: json(results.continuation),
      handle: async ({ who, params }) => {
        const { importId } = await getSessionOf(deps.store, who.businessUid, params.uid);
        return presentContinuation(await planContinuation(deps, importId));
      },
    }),
    route({
      method: 'post',
      path: '/imports/{uid}/continue',
      summary: 'Hand over the next part, or a part again that did not go over whole',
      role: 'import',
      answers: json(wire.sessionStarted, 201),
      audit: 'import_continued',
      subject: ({ session }) => session.uid,
      handle: async ({ who, params }) => {
        const { importId, staffUid } = await getSessionOf(deps.store, who.businessUid, params.uid);
        refuseOthers(who, staffUid, {
          message: 'This import was started by somebody else.',
          hint: 'Ask them, or an administrator of your account, to go on with it.',
        });
        const declared = await declareFor(deps, who, async (declaring) => ({
          session: await continueByHand(declaring, importId, { staffUid: who.staffUid }),
          warnings: [],
        }));
        return presentDeclared(deps, declared);
      },
    }),
  ];
}

const presentContinuation = ({
  from,
  part: { part, parts, firstSeq, lastSeq },
  isAgain,
  sentBefore,
}: Continuation): results.ContinuationWire => ({
  part,
  parts,
  clients: lastSeq - firstSeq + 1,
  again: isAgain,
  with_email: sentBefore.withEmail,
  without_email: sentBefore.withoutEmail,
  override: from.importParams.should_override,
});

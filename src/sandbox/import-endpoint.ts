import type { RequestHandler } from 'express';
import { z } from 'zod';
import { accountOf } from './host-auth.js';
import { businessFailure } from './host-envelopes.js';
import type { ImportRunner } from './import-runner.js';
import { sessionIdOf, type AnswerForm } from './import-report.js';
import type { StartedImport } from './import-store.js';

/** The type that an app must have for this (intandem-contract section 1). */
const IMPORTING_TYPE = 'import_clients';

const declaration = z.object({
  fields_mapping: z.record(z.string(), z.string()),
  import_params: z.object({
    should_override: z.boolean().default(false),
    upload_type: z.enum(['single', 'multi']).default('single'),
    send_notifications_when_done: z.boolean().default(true),
  }),
});

export interface ImportEndpointOptions {
  runner: ImportRunner;
  appCode: string;
  appTypes: readonly string[];
  /** Whether the app is installed for the business. */
  isInstalled: (businessUid: string) => boolean;
  answerForm: AnswerForm;
}

/** `POST /business/clients/v1/apps/:app/import`: accepts a declaration and begins to pull at once (section 1). */
export function createImportEndpoint(options: ImportEndpointOptions): RequestHandler<{
  app: string;
}> {
  const { runner, appCode, appTypes, isInstalled, answerForm } = options;
  return async (req, res) => {
    const account = accountOf(req as Parameters<typeof accountOf>[0]);
    const declared = declaration.safeParse(req.body);
    if (!declared.success) {
      res.status(500).json(businessFailure('unexpected', 'An unexpected error occurred'));
      return;
    }
    if (req.params.app !== appCode || !isInstalled(account.businessUid)) {
      const message = `The application ${req.params.app} is not installed for the business`;
      res.status(422).json(businessFailure('invalid', message));
      return;
    }
    if (!appTypes.includes(IMPORTING_TYPE)) {
      const message = `The application ${appCode} is of the wrong type, expected ${IMPORTING_TYPE}`;
      res.status(422).json(businessFailure('invalid', message));
      return;
    }
    const params = declared.data.import_params;
    const ready = runner.prepare(account, {
      businessUid: account.businessUid,
      shouldOverride: params.should_override,
      uploadType: params.upload_type,
    });
    const way = ready.script.postAnswer();
    if (way !== 'answer') ready.script.note(`${way}-post`);
    if (ready.script.has('early-poll')) await ready.askEarly();
    if (ready.script.has('early-webhook')) {
      ready.begin();
      await ready.untilFirstReport();
    } else {
      setImmediate(() => {
        ready.begin();
      });
    }
    if (way === 'reset') req.socket.resetAndDestroy();
    if (way === 'answer') res.status(201).json(presentAnswer(ready.started, answerForm));
  };
}

function presentAnswer(started: StartedImport, form: AnswerForm) {
  const sessionId = sessionIdOf(started, form);
  return { success: true, data: sessionId === undefined ? null : { session_id: sessionId } };
}

import { FerryError } from '../errors.js';

/** An open session hands the batch over. */
export const batchHandedOver = (batchId: string): FerryError =>
  new FerryError('batch_in_use', `The batch ${batchId} is being handed over by an open session.`, {
    hint: 'Wait until the session is closed, or end it: clientferry cancel <session>.',
  });

/** A job works on the batch. */
export const batchWorkedOn = (batchId: string): FerryError =>
  new FerryError(
    'batch_in_use',
    `Clients of the batch ${batchId} are being compared or taken back in the CRM.`,
    { hint: 'Wait until that is done, or stop it.' },
  );

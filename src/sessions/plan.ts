import type { FerryError } from '../errors.js';
import type { BusinessField } from '../profiles/host-fields.js';
import type { Batch } from '../staging/batch.js';
import {
  findObstacle,
  getBatchToDeclare,
  isUnrecognisable,
  uploadTypeOf,
  type BatchChoice,
  type DeclarableDeps,
} from './declarable.js';
import { createFieldsMapping } from './fields-mapping.js';
import { countParts } from './parts.js';
import type { ImportParams } from './session.js';

export interface PlanDeps extends DeclarableDeps {
  /** Undefined when the host does not tell them now. */
  listFields(): Promise<BusinessField[] | undefined>;
}

/** What a declaration would say, for telling a person before it happens. */
export interface DeclarationPlan {
  batch: Batch;
  /** In how many sessions it goes over, one after the other. */
  parts: number;
  uploadType: ImportParams['upload_type'];
  /** Label by key. */
  mapping: Record<string, string>;
  /** Keys that the host would ignore; undefined when it does not tell its fields now. */
  unknownToHost: string[] | undefined;
  isUnrecognisable: boolean;
  /** Why it cannot be declared now. */
  obstacle: FerryError | undefined;
}

/** Plans the declaration of a batch by the rules of `declareBatch`. Throws `batch_not_found`, `batch_of_other_business`. */
export async function planDeclaration(
  deps: PlanDeps,
  choice: BatchChoice,
): Promise<DeclarationPlan> {
  const batch = await getBatchToDeclare(deps.store, choice);
  const fields = await deps.listFields();
  const { mapping, unknownToHost } = createFieldsMapping(batch.fields, fields);
  return {
    batch,
    parts: countParts(batch.counts.clients, deps.mostClients),
    uploadType: uploadTypeOf(batch),
    mapping,
    unknownToHost: fields && unknownToHost,
    isUnrecognisable: isUnrecognisable(batch),
    obstacle: await findObstacle(deps, batch, choice),
  };
}

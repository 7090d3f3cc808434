import type { ClientsShape } from '../../profiles/profile.js';
import { recordIssue, type Assembled, type Assembler, type AssemblySink } from '../assembling.js';
import type { Fields } from '../compose-client.js';
import type { Issue } from '../issue.js';
import { completeMatter, MAX_MATTERS } from '../matter.js';
import type { SourceRecord } from '../record-source.js';
import type { Taken } from '../walk-slice.js';

type Shape = Extract<ClientsShape, { shape: 'lead-and-children' }>;

/** The client that is being gathered. */
interface Gathering extends Assembled {
  readonly matters: Fields[];
  readonly members: Taken[];
  readonly warnings: Issue[];
}

/**
 * A record that leads is a client; the records after it that do not are its matters. A matter that is wrong is rejected alone;
 * the matters of a client that is rejected are rejected with it, each saying so.
 */
export function assembleLeadAndChildren(shape: Shape, sink: AssemblySink): Assembler {
  const { lead, matters } = shape;
  let gathering: Gathering | undefined;
  let rejectedLead: Taken | undefined;

  const finish = () => {
    if (gathering) sink.accept(gathering);
    gathering = undefined;
    rejectedLead = undefined;
  };

  const startClient = (taken: Taken) => {
    finish();
    const { mapper } = taken.recognised;
    const client = mapper.mapClient(taken.record);
    const own = mapper.mapMatter(taken.record);
    const matter = completeMatter(own.fields, matters);
    const findings = matter ? [client.findings, own.findings] : [client.findings];
    for (const { unmatched } of findings) sink.noteUnmatched(unmatched);
    const errors = findings.flatMap((one) => one.errors);
    if (errors.length > 0) {
      rejectedLead = taken;
      sink.reject(taken, errors);
      return;
    }
    gathering = {
      lead: taken,
      client,
      matters: matter ? [matter] : [],
      term: matters.term,
      members: [],
      warnings: findings.flatMap((one) => one.warnings),
    };
  };

  const addMatter = (taken: Taken) => {
    const { fields, findings } = taken.recognised.mapper.mapMatter(taken.record);
    sink.noteUnmatched(findings.unmatched);
    const matter = completeMatter(fields, matters);
    const homeless = whyHomeless(taken);
    if (homeless) sink.reject(taken, [homeless]);
    else if (!matter) sink.reject(taken, [namelessBelow(taken.record, shape)]);
    else if (findings.errors.length > 0) sink.reject(taken, findings.errors);
    else if (gathering && gathering.matters.length < MAX_MATTERS) {
      gathering.matters.push(matter);
      gathering.members.push(taken);
      gathering.warnings.push(...findings.warnings);
    } else sink.reject(taken, [tooMany(taken)]);
  };

  const whyHomeless = (taken: Taken): Issue | undefined => {
    if (gathering?.lead.place.file === taken.place.file) return undefined;
    if (rejectedLead?.place.file === taken.place.file) {
      return recordIssue(
        taken,
        'parent_rejected',
        `It belongs to the client on line ${rejectedLead.record.line}, which is rejected.`,
        'Mend that client, and stage both again.',
      );
    }
    return recordIssue(
      taken,
      'orphan',
      `It has no "${lead}", and no client stands above it to which it could belong.`,
      `Put it below its client, or fill in "${lead}" if it is one.`,
    );
  };

  const tooMany = (taken: Taken) =>
    recordIssue(
      taken,
      'too_many_matters',
      `Its client has ${MAX_MATTERS} ${matters.term} lines already.`,
      `Look whether "${lead}" is missing in the lines above.`,
    );

  return {
    take(taken) {
      if (taken.recognised.isContinuation(taken.record)) addMatter(taken);
      else startClient(taken);
    },
    end() {
      finish();
      return Promise.resolve();
    },
  };
}

/** A record below a client is to be a matter. */
export const namelessBelow = (record: SourceRecord, { lead, matters }: Shape): Issue =>
  recordIssue(
    { record },
    'matter_nameless',
    `It has neither "${lead}" nor the name of a ${matters.term}.`,
    `Fill in one of both, or remove the line.`,
  );

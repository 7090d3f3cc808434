import type { Fields } from '../compose-client.js';
import type { Assembled, AssemblySink } from '../assembling.js';
import type { RecordPlace } from '../batch.js';
import type { Issue } from '../issue.js';
import type { ClientPart } from '../map-record.js';
import { MAX_MATTERS } from '../matter.js';
import type { RecordSpool, SpooledRecord } from '../record-spool.js';
import type { SourceRecord } from '../record-source.js';
import type { PlacedRecord } from '../walk-slice.js';

/** What a spooled record carries; `record` is missing for a client that stands for several records. */
export interface TreePayload {
  readonly position: number;
  readonly place: RecordPlace;
  readonly record?: SourceRecord;
  readonly client?: ClientPart;
  readonly matter?: Fields;
  readonly term: string;
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** A spooled record with its payload read. */
interface Node extends SpooledRecord {
  readonly content: TreePayload;
}

const read = (spooled: SpooledRecord): Node => ({
  ...spooled,
  content: JSON.parse(spooled.payload) as TreePayload,
});

/** Sends every tree of a spool to the sink as one client with its matters, then rejects what hangs on no client. */
export async function emitTrees(spool: RecordSpool, sink: AssemblySink): Promise<void> {
  for (const top of spool.listTops()) {
    emitTree(read(top), spool, sink);
    await sink.drain();
  }
  for (const rest of spool.listRest()) {
    const node = read(rest);
    if (node.content.errors.length === 0) reject(node, whyHomeless(node, spool), sink);
  }
}

function emitTree(top: Node, spool: RecordSpool, sink: AssemblySink): void {
  spool.take(top.kind, top.code);
  const members: Node[] = [];
  for (const { node, rejectedAbove } of walkBelow(top, spool)) {
    if (node.content.errors.length > 0) continue;
    if (rejectedAbove) reject(node, belowRejected(node, rejectedAbove), sink);
    else if (members.length >= MAX_MATTERS) reject(node, tooMany(node), sink);
    else members.push(node);
  }
  const { errors, client } = top.content;
  const assembled = errors.length === 0 && client ? assemble(top, client, members) : undefined;
  if (assembled) sink.accept(assembled);
}

/** A record below another one, with the nearest one above it that is rejected, if any. */
interface Step {
  node: Node;
  rejectedAbove: Node | undefined;
}

/** Everything below a record, depth first, so that what belongs together stands together. No recursion: a chain may be long. */
function* walkBelow(top: Node, spool: RecordSpool): Generator<Step> {
  const waiting: Step[] = [];
  const addChildren = (node: Node, rejectedAbove: Node | undefined) => {
    const isWrong = node.content.errors.length > 0;
    const children = spool.listChildren(node.kind, node.code).map(read).reverse();
    for (const child of children)
      waiting.push({ node: child, rejectedAbove: isWrong ? node : rejectedAbove });
  };
  addChildren(top, undefined);
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    spool.take(step.node.kind, step.node.code);
    yield step;
    addChildren(step.node, step.rejectedAbove);
  }
}

function assemble(top: Node, client: ClientPart, members: readonly Node[]): Assembled | undefined {
  const records = [top, ...members].flatMap(({ content }) => placedRecordOf(content) ?? []);
  const [lead, ...others] = records;
  if (!lead) return undefined;
  return {
    lead,
    client,
    matters: members.flatMap(({ content }) => (content.matter ? [content.matter] : [])),
    term: top.content.term,
    members: others,
    warnings: [top, ...members].flatMap(({ content }) => content.warnings),
  };
}

function placedRecordOf({ position, place, record }: TreePayload): PlacedRecord | undefined {
  return record && { position, place, record };
}

function reject(node: Node, issue: Issue, sink: AssemblySink): void {
  const record = placedRecordOf(node.content);
  if (record) sink.reject(record, [issue]);
}

const nameOf = ({ kind, code }: { kind: string; code: string }): string => `${kind} ${code}`;

function issueOf(node: Node, code: string, message: string, hint: string): Issue {
  return { code, line: node.content.record?.line ?? 0, column: undefined, message, hint };
}

const tooMany = (node: Node): Issue =>
  issueOf(
    node,
    'too_many_matters',
    `Its client has ${MAX_MATTERS} records below it already.`,
    'Look whether the codes of parents are right.',
  );

const belowRejected = (node: Node, rejected: Node): Issue =>
  issueOf(
    node,
    'parent_rejected',
    `It belongs under ${nameOf(rejected)} on line ${rejected.content.record?.line ?? 0}, which is rejected.`,
    'Mend that record, and stage both again.',
  );

/** Further up is not looked, so that hostile chains of codes cost nothing. */
const MAX_LEVELS = 100;

/** Why no way leads from a record up to a client: a parent that is not there, or parents in a circle. */
function whyHomeless(node: Node, spool: RecordSpool): Issue {
  const path: Node[] = [node];
  for (let current = node; current.parent && path.length <= MAX_LEVELS;) {
    const found = spool.find(current.parent.kind, current.parent.code);
    if (!found)
      return current === node ? parentMissing(node, current.parent) : belowRejected(node, current);
    const parent = read(found);
    const at = path.findIndex(({ kind, code }) => kind === parent.kind && code === parent.code);
    if (at === 0) return inCircle(node, path);
    if (at > 0) return belowRejected(node, parent);
    path.push(parent);
    current = parent;
  }
  return belowRejected(node, path.at(-1) ?? node);
}

const parentMissing = (node: Node, parent: { kind: string; code: string }): Issue =>
  issueOf(
    node,
    'parent_missing',
    `It belongs under ${nameOf(parent)}, which none of the files has.`,
    'Add the file or the record with that code, or correct the code.',
  );

function inCircle(node: Node, path: readonly Node[]): Issue {
  const names = [...path, node].map(nameOf);
  const shown = names.length > 6 ? [...names.slice(0, 5), '…', nameOf(node)] : names;
  return issueOf(
    node,
    'cycle',
    `Its parents go round in a circle: ${shown.join(' > ')}.`,
    'Correct the code of the parent in one of them.',
  );
}

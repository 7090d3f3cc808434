/**
 * What a disk may hold after the power went: replays the writes that a program was traced at, up to a cut. What was synced by then
 * is there; of the rest every write, cut of a file and change of a folder is there or not, as a coin falls. Folders and files are
 * synced apart from each other, which is harsher than most file systems are.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The calls that `readTrace` understands; strace is to be asked for these, with `-f -y -xx` and long strings. */
export const TRACED_CALLS =
  'openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,renameat2,unlink,unlinkat,exit_group';

export type DiskEvent =
  | { kind: 'create'; path: string }
  | { kind: 'write'; path: string; offset: number; bytes: Buffer }
  | { kind: 'truncate'; path: string; size: number }
  | { kind: 'sync'; path: string }
  | { kind: 'rename'; path: string; to: string }
  | { kind: 'remove'; path: string }
  | { kind: 'end' };

/** What happened below `root`, in the order in which the calls began. Throws at a form of writing that it does not know. */
export function readTrace(text: string, root: string): DiskEvent[] {
  return joinCalls(text)
    .flatMap((call) => eventOf(call) ?? [])
    .filter((event) => event.kind === 'end' || event.path.startsWith(root));
}

/** A call that another thread came between is written in two halves. */
function joinCalls(text: string): string[] {
  const begun = new Map<string, number>();
  const calls: string[] = [];
  for (const line of text.split('\n')) {
    const [, pid = '', call = ''] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    const half = / <unfinished \.\.\.>$/.exec(call);
    const resumed = /^<\.\.\. \w+ resumed>/.exec(call);
    if (resumed) {
      const at = begun.get(pid) ?? -1;
      calls[at] = `${calls[at] ?? ''}${call.slice(resumed[0].length)}`;
    } else if (half) begun.set(pid, calls.push(call.slice(0, half.index)) - 1);
    else calls.push(call);
  }
  return calls;
}

const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;
const HANDLE = /^\w+\(\d+<((?:\\x[0-9a-f]{2})+)>/;

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex');

function eventOf(call: string): DiskEvent | undefined {
  const name = call.slice(0, call.indexOf('('));
  if (name === 'exit_group') return { kind: 'end' };
  if (/ = -1 E/.test(call)) return undefined;
  const strings = [...call.matchAll(STRING)].map(([, hex = '']) => bytesOf(hex));
  const path = bytesOf(HANDLE.exec(call)?.[1] ?? '').toString();
  const last = Number(/, (\d+)\)? *(?:= .*)?$/.exec(call)?.[1]);
  switch (name) {
    case 'openat':
      return /O_CREAT/.test(call) ? { kind: 'create', path: String(strings[0]) } : undefined;
    case 'pwrite64':
      return { kind: 'write', path, offset: last, bytes: strings[0] ?? Buffer.alloc(0) };
    case 'ftruncate':
      return { kind: 'truncate', path, size: last };
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', path };
    case 'rename':
    case 'renameat2':
      return { kind: 'rename', path: String(strings[0]), to: String(strings[1]) };
    case 'unlink':
    case 'unlinkat':
      return { kind: 'remove', path: String(strings[0]) };
    default:
      return undefined;
  }
}

/** A file apart from its name. */
interface Node {
  writes: Extract<DiskEvent, { kind: 'write' | 'truncate' }>[];
  synced: number;
}

/** One change of a folder. */
type Entry =
  { name: string; node: Node } | { name: string; node: undefined } | { name: string; from: string };

interface Folder {
  changes: Entry[];
  synced: number;
}

/** Writes into `target` what may be left of `root` when the power goes after `events`. `coin` gives true or false. */
export function replay(
  events: readonly DiskEvent[],
  root: string,
  target: string,
  coin: () => boolean,
): void {
  const nodes = new Map<string, Node>();
  const folders = new Map<string, Folder>();
  const folderOf = (path: string) => {
    const folder = folders.get(dirname(path)) ?? { changes: [], synced: 0 };
    folders.set(dirname(path), folder);
    return folder;
  };
  for (const event of events) {
    if (event.kind === 'end') continue;
    const { path } = event;
    const node = nodes.get(path);
    if (event.kind === 'create') {
      if (node) continue;
      const fresh: Node = { writes: [], synced: 0 };
      nodes.set(path, fresh);
      folderOf(path).changes.push({ name: basename(path), node: fresh });
    } else if (event.kind === 'sync') {
      const folder = folders.get(path);
      if (node) node.synced = node.writes.length;
      else if (folder) folder.synced = folder.changes.length;
    } else if (event.kind === 'rename') {
      if (!node || dirname(path) !== dirname(event.to)) throw new Error(`strange rename: ${path}`);
      nodes.delete(path);
      nodes.set(event.to, node);
      folderOf(path).changes.push({ name: basename(event.to), from: basename(path) });
    } else if (event.kind === 'remove') {
      nodes.delete(path);
      folderOf(path).changes.push({ name: basename(path), node: undefined });
    } else {
      if (!node) throw new Error(`written before it was created: ${path}`);
      node.writes.push(event);
    }
  }
  mkdirSync(target, { recursive: true });
  for (const [path, folder] of folders) settle(folder, join(target, path.slice(root.length)), coin);
}

function settle({ changes, synced }: Folder, target: string, coin: () => boolean): void {
  const names = new Map<string, Node>();
  changes.forEach((change, at) => {
    if (at >= synced && !coin()) return;
    const node = 'from' in change ? names.get(change.from) : change.node;
    if ('from' in change) names.delete(change.from);
    if (node) names.set(change.name, node);
    else names.delete(change.name);
  });
  mkdirSync(target, { recursive: true });
  for (const [name, node] of names) writeFileSync(join(target, name), contentOf(node, coin));
}

function contentOf({ writes, synced }: Node, coin: () => boolean): Buffer {
  let content = Buffer.alloc(0);
  const resize = (size: number) => {
    content = Buffer.concat([content.subarray(0, size)], size);
  };
  writes.forEach((write, at) => {
    if (at >= synced && !coin()) return;
    if (write.kind === 'truncate') resize(write.size);
    else {
      if (write.offset + write.bytes.length > content.length)
        resize(write.offset + write.bytes.length);
      write.bytes.copy(content, write.offset);
    }
  });
  return content;
}

import type { ColumnValue, Issue } from './issue.js';
import type { ClientPart, MappedClient } from './map-record.js';
import { packTexts, unpackTexts, type PackedTexts } from './packed-texts.js';
import { presentFields, type PresentedClient } from './present-client.js';

/** The clients of a block on their way back, one for each record. */
export interface PackedClients {
  readonly texts: PackedTexts;
  /** Blank where there is none. */
  readonly emailKeys: PackedTexts;
  /** What many clients have in common, and which of these each has. */
  readonly outlines: readonly Outline[];
  readonly outlineOf: Uint32Array<ArrayBuffer>;
  /** Of the few records about which there is something to say, by their position. */
  readonly remarks: ReadonlyMap<number, Remarks>;
}

/** Which keys a client has, and from which columns. */
interface Outline {
  readonly keys: readonly string[];
  readonly columns: readonly number[];
}

/** What was found about a record (see `Findings`). */
export interface Remarks {
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
  readonly unmatched: readonly ColumnValue[];
  readonly uniques: readonly ColumnValue[];
}

/** A client that was written where it was mapped; its fields, which nobody needs any more, stayed there. */
export interface WrittenClient extends ClientPart {
  readonly presented: PresentedClient;
  readonly findings: Remarks;
}

const NO_REMARKS: Remarks = { errors: [], warnings: [], unmatched: [], uniques: [] };
const NO_OUTLINE: Outline = { keys: [], columns: [] };

/** Writes the clients of a block and packs them. */
export class ClientPacker {
  readonly #texts: string[] = [];
  readonly #emailKeys: string[] = [];
  readonly #outlines: Outline[] = [];
  readonly #outlineOf: number[] = [];
  readonly #remarks = new Map<number, Remarks>();

  add({ fields, columns, emailKey, findings }: MappedClient): void {
    const { errors, warnings, unmatched, uniques } = findings;
    const lists = [errors, warnings, unmatched, uniques];
    if (lists.some(({ length }) => length > 0))
      this.#remarks.set(this.#texts.length, { errors, warnings, unmatched, uniques });
    const { texts, keys } = presentFields(fields);
    this.#texts.push(texts[0] ?? '');
    this.#emailKeys.push(emailKey ?? '');
    this.#outlineOf.push(this.#findOutline(keys, columns));
  }

  pack(): PackedClients {
    return {
      texts: packTexts(this.#texts),
      emailKeys: packTexts(this.#emailKeys),
      outlines: this.#outlines,
      outlineOf: Uint32Array.from(this.#outlineOf),
      remarks: this.#remarks,
    };
  }

  /** Most clients have that of the one before. */
  #findOutline(keys: readonly string[], columns: readonly number[]): number {
    const isThat = (one: Outline | undefined) =>
      one !== undefined && isSame(one.keys, keys) && isSame(one.columns, columns);
    const last = this.#outlineOf.at(-1) ?? 0;
    const found = isThat(this.#outlines[last]) ? last : this.#outlines.findIndex(isThat);
    return found === -1 ? this.#outlines.push({ keys, columns }) - 1 : found;
  }
}

function isSame<T>(one: readonly T[], other: readonly T[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

/** The clients of a block, in the order of its records. */
export function* unpackClients(packed: PackedClients): Generator<WrittenClient> {
  const emailKeys = unpackTexts(packed.emailKeys);
  for (const [at, text] of unpackTexts(packed.texts).entries()) {
    const { keys, columns } = packed.outlines[packed.outlineOf[at] ?? 0] ?? NO_OUTLINE;
    const findings = packed.remarks.get(at) ?? NO_REMARKS;
    const emailKey = emailKeys[at] === '' ? undefined : emailKeys[at];
    const { uniques } = findings;
    const presented = { texts: [text], keys };
    yield { fields: [], columns, emailKey, uniques, findings, presented };
  }
}

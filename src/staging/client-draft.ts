import { isTargetName, TARGETS, type TargetName } from '../profiles/targets.js';
import type { Value } from './column-reader.js';

type Firsts = Record<TargetName, Value | undefined>;

/** Copied for every record: all targets have their place from the start. */
const BLANK: Readonly<Firsts> = Object.fromEntries(
  Object.keys(TARGETS).map((target) => [target, undefined]),
) as Firsts;

const NOTHING: readonly never[] = [];

/** The values of one record, by target and by custom field, in the order of its columns. */
export class ClientDraft {
  readonly #firsts: Firsts = { ...BLANK };
  /** The values after the first, for the few targets that have some. */
  #others: Map<TargetName, Value[]> | undefined;
  #custom: { key: string; value: Value }[] | undefined;
  #notes: string[] | undefined;

  get custom(): readonly { key: string; value: Value }[] {
    return this.#custom ?? NOTHING;
  }

  get notes(): readonly string[] {
    return this.#notes ?? NOTHING;
  }

  add(key: string, value: Value): void {
    if (!isTargetName(key)) (this.#custom ??= []).push({ key, value });
    else if (this.#firsts[key] === undefined) this.#firsts[key] = value;
    else this.#addOther(key, value);
  }

  #addOther(target: TargetName, value: Value): void {
    this.#others ??= new Map();
    const others = this.#others.get(target);
    if (others) others.push(value);
    else this.#others.set(target, [value]);
  }

  /** A line of the notes; its label stands before the value. */
  note(label: string, value: Value): void {
    (this.#notes ??= []).push(label === '' ? String(value) : `${label}: ${String(value)}`);
  }

  /** Whether a target or a custom field has got a value. */
  has(key: string): boolean {
    return isTargetName(key)
      ? this.#firsts[key] !== undefined
      : this.custom.some((one) => one.key === key);
  }

  hasSeveral(target: TargetName): boolean {
    return this.#others?.has(target) === true;
  }

  values(target: TargetName): readonly Value[] {
    const first = this.#firsts[target];
    return first === undefined ? NOTHING : [first, ...(this.#others?.get(target) ?? NOTHING)];
  }

  texts(target: TargetName): readonly string[] {
    return this.values(target).map(String);
  }

  /** The first value as text, empty when there is none. */
  text(target: TargetName): string {
    const first = this.#firsts[target];
    return typeof first === 'string' ? first : String(first ?? '');
  }
}

import { isTargetName, type TargetName } from '../profiles/targets.js';
import type { Value } from './column-reader.js';

/** The values of one record, by target and by custom field, in the order of its columns. */
export class ClientDraft {
  readonly #targets = new Map<TargetName, Value[]>();
  readonly custom: { key: string; value: Value }[] = [];
  readonly notes: string[] = [];

  add(key: string, values: readonly Value[]): void {
    if (!isTargetName(key)) {
      for (const value of values) this.custom.push({ key, value });
      return;
    }
    const known = this.#targets.get(key);
    if (known) known.push(...values);
    else this.#targets.set(key, [...values]);
  }

  /** A line of the notes; its label stands before the value. */
  note(label: string, value: Value): void {
    this.notes.push(label === '' ? String(value) : `${label}: ${String(value)}`);
  }

  /** Whether a target or a custom field has got a value. */
  has(key: string): boolean {
    return isTargetName(key)
      ? this.values(key).length > 0
      : this.custom.some((one) => one.key === key);
  }

  values(target: TargetName): readonly Value[] {
    return this.#targets.get(target) ?? [];
  }

  texts(target: TargetName): string[] {
    return this.values(target).map(String);
  }

  /** The first value as text, empty when there is none. */
  text(target: TargetName): string {
    return String(this.values(target)[0] ?? '');
  }
}

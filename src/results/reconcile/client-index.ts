import type { KeyIndex } from '../../staging/key-index.js';
import type { ClientKeys } from './client-keys.js';

/** Of more clients that share a key only the first so many are candidates, as with the phone of a company. */
const MOST_SHARING = 20;

/**
 * Who of the batch has which external id, e-mail address and phone, and which client of the CRM was taken for whom. It lies on
 * disk: three maps of a large batch would take a hundred megabytes out of a server that does other things as well.
 */
export class ClientIndex {
  readonly #index: KeyIndex;

  constructor(index: KeyIndex) {
    this.#index = index;
  }

  add(seq: number, keys: ClientKeys): void {
    for (const key of keysIn(keys)) this.#note(key, seq);
  }

  /** Sequence numbers of those that share a key with a client of the CRM, in their order. */
  candidates(keys: ClientKeys): number[] {
    const seqs = new Set(keysIn(keys).flatMap((key) => this.#list(key)));
    return [...seqs].sort((a, b) => a - b);
  }

  /** Notes for whom a client of the CRM was taken. */
  take(crmId: string, seq: number): void {
    this.#index.note(`crm ${crmId}`, seq);
  }

  /** For whom it was taken last. */
  takenFor(crmId: string): number | undefined {
    return this.#index.find(`crm ${crmId}`)?.last;
  }

  close(): void {
    this.#index.close();
  }

  #note(key: string, seq: number): void {
    if (this.#index.note(key, seq) === undefined) return;
    const { count } = this.#index.find(key) ?? { count: 0 };
    if (count <= MOST_SHARING) this.#index.note(`${key}\n${count}`, seq);
  }

  #list(key: string): number[] {
    const found = this.#index.find(key);
    if (!found) return [];
    const seqs = [found.first];
    for (let nth = 2; nth <= Math.min(found.count, MOST_SHARING); nth++) {
      const next = this.#index.find(`${key}\n${nth}`);
      if (next) seqs.push(next.first);
    }
    return seqs;
  }
}

/** Values of different kinds may be alike. */
const keysIn = ({ externalId, email, phone }: ClientKeys): string[] => [
  ...(externalId === undefined ? [] : [`id ${externalId}`]),
  ...(email === undefined ? [] : [`mail ${email}`]),
  ...(phone === undefined ? [] : [`phone ${phone}`]),
];

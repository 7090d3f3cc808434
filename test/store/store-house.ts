import type { TestContext } from 'node:test';
import type { Store } from '../../src/store/store.js';

/** One place where stores keep things; every `open` gives another store instance on it. */
export interface StoreHouse {
  open(): Store | Promise<Store>;
}

/** Makes an empty store house that goes away with the test. */
export type MakeStoreHouse = (t: TestContext) => StoreHouse;

/** What is undefined may also be left out. */
export const said = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

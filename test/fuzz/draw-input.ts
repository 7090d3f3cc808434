import { DUPLICATE_POLICIES } from '../../src/staging/batch.js';
import type { ReadOptions } from '../../src/staging/record-source.js';
import type { RequestChanges } from '../../src/staging/stage-request.js';
import { PROFILES } from '../helpers/map.js';
import { createRandom, type Random } from './draws.js';
import type { Input } from './judge.js';
import { mutate } from './mutate.js';
import type { SeedFile } from './seed-files.js';

const NAMES = ['utf-8', 'utf-16le', 'windows-1252', 'windows-1255', 'gb18030', 'shift_jis'];

/** The n-th input of a run: mutated bytes, and in one of four what a person might say about them. */
export function drawInput(seeds: readonly SeedFile[], seed: number, n: number): Input {
  const random = createRandom(seed, n);
  const bytes = mutate(seeds, random);
  return { bytes, changes: random(4) === 0 ? drawChanges(random) : {} };
}

function drawChanges(random: Random): RequestChanges {
  return {
    read: drawReading(random),
    onDuplicate: random.of(DUPLICATE_POLICIES),
    profile: random(3) === 0 ? random.of(PROFILES).name : 'auto',
    reading: { region: random.of([undefined, 'GB', 'US']), zone: 'UTC', dateOrder: undefined },
    matterForm: random.of(['nested', 'notes']),
    start: random(3) === 0 ? 1 + random(5) : 1,
    limit: random(3) === 0 ? 1 + random(9) : undefined,
  };
}

function drawReading(random: Random): ReadOptions {
  return {
    encoding: random(4) === 0 ? random.of(NAMES) : undefined,
    delimiter: random(4) === 0 ? random.of([',', ';', '\t', '|', 'x', 'é']) : undefined,
    noHeader: random(6) === 0,
    headerLine: random(6) === 0 ? 1 + random(4) : undefined,
  };
}

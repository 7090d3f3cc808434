import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  NO_PACE,
  observePace,
  speedOf,
  timeLeftMs,
  type Pace,
} from '../../src/page/import/pace.js';

const after = (...samples: [seconds: number, done: number][]): Pace =>
  samples.reduce<Pace>((pace, [s, done]) => observePace(pace, { atMs: s * 1_000, done }), NO_PACE);

test('no speed is told before two advances have been seen', () => {
  assert.equal(speedOf(NO_PACE, 0), undefined);
  assert.equal(speedOf(after([0, 0], [1, 50]), 1_000), undefined);
  assert.equal(speedOf(after([0, 50], [1, 50], [2, 50]), 2_000), undefined);
});

test('the speed is the advance over the time looked back on', () => {
  assert.equal(speedOf(after([0, 0], [2, 100], [4, 200]), 4_000), 50);
});

test('a page that is late by less than the usual pause does not make the speed jump', () => {
  const pace = after([0, 0], [2, 100], [4, 200]);
  assert.equal(speedOf(pace, 5_900), 50);
  assert.equal(speedOf(pace, 10_000), 25);
});

test('what was longer ago than a minute no longer counts', () => {
  const pace = after([0, 0], [1, 1_000], [100, 1_100], [110, 1_200], [120, 1_300]);
  assert.equal(speedOf(pace, 120_000), 10);
  assert.equal(speedOf(pace, 300_000), undefined);
});

test('the time left is rounded up as people would say it', () => {
  assert.equal(timeLeftMs(100, 50), 5_000);
  assert.equal(timeLeftMs(1_000, 50), 20_000);
  assert.equal(timeLeftMs(1_010, 50), 25_000);
  assert.equal(timeLeftMs(5_000, 50), 120_000);
  assert.equal(timeLeftMs(50_000, 50), 1_020_000);
});

test('without a speed nothing is said of the time left', () => {
  assert.equal(timeLeftMs(100, undefined), undefined);
  assert.equal(timeLeftMs(100, 0), undefined);
});

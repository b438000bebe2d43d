import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidence, DEFAULT_THRESHOLD, distance, DISTANCE_LIMIT, IDENTICAL } from '../src/recognition/confidence.js';

test('the distance limit has the confidence from which two faces are identical', () => {
  assert.equal(confidence(DISTANCE_LIMIT), IDENTICAL);
});

test('nearly all photos of one person come out above the default threshold, and near misses do not', () => {
  assert.ok(confidence(0.440) > DEFAULT_THRESHOLD);
  assert.ok(confidence(0.481) < DEFAULT_THRESHOLD);
});

test('confidence falls strictly with distance, from almost 1 to almost 0', () => {
  const values = Array.from({ length: 141 }, (_, i) => confidence(i / 100));
  for (let i = 1; i < values.length; i++) assert.ok(values[i] < values[i - 1]);
  assert.ok(values[0] > 0.999);
  assert.ok(values.at(-1) < 0.001);
});

test('strangers come out clearly below the threshold, look-alikes below it', () => {
  assert.ok(confidence(0.618) < 0.1);
  assert.ok(confidence(0.537) < 0.35);
});

test('distance is Euclidean', () => {
  assert.equal(distance(Float32Array.of(1, 2, 3), Float32Array.of(1, 5, 7)), 5);
});

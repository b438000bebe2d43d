import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidence, DEFAULT_THRESHOLD, distance, DISTANCE_LIMIT } from '../src/recognition/confidence.js';

test('the distance limit has the confidence that is the default threshold', () => {
  assert.ok(Math.abs(confidence(DISTANCE_LIMIT) - DEFAULT_THRESHOLD) < 1e-12);
});

test('confidence falls strictly with distance, from almost 1 to almost 0', () => {
  const values = Array.from({ length: 141 }, (_, i) => confidence(i / 100));
  for (let i = 1; i < values.length; i++) assert.ok(values[i] < values[i - 1]);
  assert.ok(values[0] > 0.999);
  assert.ok(values.at(-1) < 0.001);
});

test('strangers come out clearly below the threshold, look-alikes below it', () => {
  assert.ok(confidence(0.618) < 0.2);
  assert.ok(confidence(0.537) < 0.55);
});

test('distance is Euclidean', () => {
  assert.equal(distance(Float32Array.of(1, 2, 3), Float32Array.of(1, 5, 7)), 5);
});

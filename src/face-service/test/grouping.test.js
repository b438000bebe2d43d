import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupFaces } from '../src/recognition/grouping.js';

/** Points on a line: the distance of two is the difference. */
const faces = (...places) => places.map((place) => ({ place, descriptor: Float32Array.of(place) }));
const grouped = (...places) => groupFaces(faces(...places)).map((group) => group.map(({ place }) => place));

test('faces that are near each other are one group, the largest first', () => {
  assert.deepEqual(grouped(5, 0, 0.25, 9, 0.125), [[0, 0.25, 0.125], [5], [9]]);
});

test('a chain of look-alikes does not make two people one', () => {
  assert.deepEqual(grouped(0, 0.375, 0.75), [[0, 0.375], [0.75]]);
});

test('a face between two groups joins the nearer one', () => {
  assert.deepEqual(grouped(0, 0.75, 0.4375), [[0.75, 0.4375], [0]]);
});

test('nobody is left out and nobody is in two groups', () => {
  const places = Array.from({ length: 60 }, (_, i) => (i * 7919 % 100) / 16);
  assert.deepEqual(grouped(...places).flat().sort(), [...places].sort());
});

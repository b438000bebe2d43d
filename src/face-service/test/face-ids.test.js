import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FaceIds } from '../src/recognition/face-ids.js';

const face = (number) => ({ descriptor: Float32Array.of(number), recognitionModel: 'recognition_04' });

test('a faceId lives as long as was asked for, and no longer', () => {
  let now = 0;
  const ids = new FaceIds(() => now);
  const faceId = ids.add(face(1), 60);
  now = 59_999;
  assert.deepEqual(ids.find(faceId), face(1));
  now = 60_000;
  assert.equal(ids.find(faceId), undefined);
});

test('an unknown faceId is found no more than an expired one', () => {
  assert.equal(new FaceIds().find('00000000-0000-0000-0000-000000000000'), undefined);
});

test('the number is bounded: the oldest goes first', () => {
  const ids = new FaceIds(() => 0, 3);
  const [first, ...others] = [1, 2, 3, 4].map((number) => ids.add(face(number), 60));
  assert.equal(ids.find(first), undefined);
  assert.deepEqual(others.map((faceId) => ids.find(faceId)), [face(2), face(3), face(4)]);
});

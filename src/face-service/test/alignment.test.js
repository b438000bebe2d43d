import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHIP_POINTS, CHIP_SIZE, chipToPicture, misfit, similarity } from '../src/recognition/alignment.js';
import { warp } from '../src/recognition/warp.js';

const apply = ({ a, b, tx, ty }, { x, y }) => ({ x: a * x - b * y + tx, y: b * x + a * y + ty });

function near(actual, expected, message) {
  for (const name of Object.keys(expected)) {
    assert.ok(Math.abs(actual[name] - expected[name]) < 1e-9, `${message ?? ''} ${name}: ${actual[name]} is not ${expected[name]}`);
  }
}

test('the five points lie where dlib puts them, eyes level and in the upper half', () => {
  near(CHIP_POINTS[0], { x: ((0.25 + 0.8595674595992) / 1.5) * 150 });
  near(CHIP_POINTS[4], { y: ((0.25 + 0.6277975316475) / 1.5) * 150 });
  for (const { x, y } of CHIP_POINTS) assert.ok(x > 0 && x < CHIP_SIZE && y > 0 && y < CHIP_SIZE);
  assert.ok(CHIP_POINTS[2].x < CHIP_POINTS[3].x && CHIP_POINTS[3].x < CHIP_POINTS[1].x && CHIP_POINTS[1].x < CHIP_POINTS[0].x);
});

for (const [name, transform] of Object.entries({
  shift: { a: 1, b: 0, tx: 40, ty: -7 },
  scale: { a: 3.5, b: 0, tx: 0, ty: 0 },
  'rotation by 30 degrees': { a: Math.cos(Math.PI / 6), b: Math.sin(Math.PI / 6), tx: 0, ty: 0 },
  'all of them': { a: -1.2, b: 2.1, tx: 900, ty: 333 },
})) {
  test(`similarity finds a ${name} exactly`, () => {
    near(similarity(CHIP_POINTS, CHIP_POINTS.map((point) => apply(transform, point))), transform);
  });
}

test('similarity averages errors out instead of following one point', () => {
  const square = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }];
  const pulledApart = [{ x: -1, y: -1 }, { x: 11, y: -1 }, { x: 11, y: 11 }, { x: -1, y: 11 }];
  near(similarity(square, pulledApart), { a: 1.2, b: 0, tx: -1, ty: -1 });
});

/** 68 landmarks of which only eye corners and nose are known. */
function landmarksOf(five) {
  const landmarks = Array.from({ length: 68 }, () => ({ x: NaN, y: NaN }));
  [45, 42, 36, 39, 33].forEach((index, i) => {
    landmarks[index] = five[i];
  });
  return landmarks;
}

test('chipToPicture uses eye corners and nose of the 68 landmarks', () => {
  const transform = { a: 2, b: 0.5, tx: 100, ty: 50 };
  near(chipToPicture(landmarksOf(CHIP_POINTS.map((point) => apply(transform, point)))), transform);
});

test('the misfit is 0 for the mean face at any place and angle, and grows as the head turns away', () => {
  const turned = (share) => landmarksOf(CHIP_POINTS.map(({ x, y }) => apply({ a: 2, b: 1, tx: 9, ty: 9 }, { x: 75 + (x - 75) * share, y })));
  assert.ok(misfit(turned(1)) < 1e-9);
  assert.ok(misfit(turned(0.8)) > 1 && misfit(turned(0.8)) < misfit(turned(0.4)));
});

/** A picture whose pixel (x, y) has the colour (10 x, 10 y, 7). */
function gradient(width, height) {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) data.set([10 * x, 10 * y, 7], at);
  }
  return { data, width, height };
}

const pixel = (chip, size, x, y) => [...chip.subarray((y * size + x) * 3, (y * size + x) * 3 + 3)];

test('warp copies under the identity, and is black outside the picture', () => {
  const chip = warp(gradient(4, 4), { a: 1, b: 0, tx: 0, ty: 0 }, 6);
  assert.deepEqual(pixel(chip, 6, 2, 3), [20, 30, 7]);
  assert.deepEqual(pixel(chip, 6, 5, 0), [0, 0, 0]);
});

test('warp interpolates between pixels', () => {
  const chip = warp(gradient(8, 8), { a: 1, b: 0, tx: 0.5, ty: 0.25 }, 4);
  assert.deepEqual(pixel(chip, 4, 1, 2), [15, 23, 7]);
});

test('warp turns by a quarter', () => {
  const chip = warp(gradient(5, 5), { a: 0, b: 1, tx: 4, ty: 0 }, 5);
  assert.deepEqual(pixel(chip, 5, 1, 2), [20, 10, 7]);
});

test('warp averages what it shrinks, so that fine stripes turn grey instead of aliasing', () => {
  const side = 40;
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) data.fill(i % 2 ? 255 : 0, i * 3, i * 3 + 3);
  const chip = warp({ data, width: side, height: side }, { a: 4, b: 0, tx: 1.5, ty: 1.5 }, 10);
  assert.deepEqual(pixel(chip, 10, 5, 5), [128, 128, 128]);
});

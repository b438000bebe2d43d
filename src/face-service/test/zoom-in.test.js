import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faceInZoomIn, zoomInRegion, zoomInSize } from '../src/imaging/zoom-in.js';

const photo = { width: 1920, height: 1280 };

test('a small face gets a region 600 pixels wide in the shape of the photo, itself in the middle', () => {
  assert.deepEqual(zoomInRegion(photo, { left: 900, top: 600, width: 100, height: 120 }),
    { left: 650, top: 460, width: 600, height: 400 });
});

test('the region is three faces wide', () => {
  assert.deepEqual(zoomInRegion(photo, { left: 800, top: 500, width: 300, height: 300 }),
    { left: 500, top: 350, width: 900, height: 600 });
});

test('the region is two faces high', () => {
  assert.deepEqual(zoomInRegion(photo, { left: 800, top: 400, width: 200, height: 400 }),
    { left: 300, top: 200, width: 1200, height: 800 });
});

for (const [corner, face, left, top] of [
  ['top left', { left: 0, top: 0, width: 80, height: 80 }, 0, 0],
  ['top right', { left: 1840, top: 0, width: 80, height: 80 }, 1320, 0],
  ['bottom left', { left: 0, top: 1200, width: 80, height: 80 }, 0, 880],
  ['bottom right', { left: 1840, top: 1200, width: 80, height: 80 }, 1320, 880],
]) {
  test(`a region at the ${corner} is shifted to stay inside`, () => {
    assert.deepEqual(zoomInRegion(photo, face), { left, top, width: 600, height: 400 });
  });
}

test('a photo narrower than 600 pixels is shown whole', () => {
  assert.deepEqual(zoomInRegion({ width: 300, height: 200 }, { left: 10, top: 10, width: 50, height: 50 }),
    { left: 0, top: 0, width: 300, height: 200 });
});

test('a face that fills the photo is shown whole', () => {
  const all = { left: 0, top: 0, width: 1920, height: 1280 };
  assert.deepEqual(zoomInRegion(photo, all), all);
});

test('in a panorama the region is no strip, so that the face stays large', () => {
  assert.deepEqual(zoomInRegion({ width: 4000, height: 500 }, { left: 2000, top: 150, width: 180, height: 200 }),
    { left: 1690, top: 50, width: 800, height: 400 });
});

test('a tall face on a strip lies inside the region', () => {
  for (const image of [{ width: 4000, height: 100 }, { width: 100, height: 4000 }, { width: 37, height: 36 }]) {
    for (const face of [{ left: 0, top: 0, width: 36, height: 36 }, { left: image.width - 36, top: image.height - 36, width: 36, height: 36 }]) {
      const region = zoomInRegion(image, face);
      assert.ok(region.left >= 0 && region.left + region.width <= image.width);
      assert.ok(region.top >= 0 && region.top + region.height <= image.height);
      assert.ok(region.left <= face.left && region.left + region.width >= face.left + face.width);
      assert.ok(region.top <= face.top && region.top + region.height >= face.top + face.height);
    }
  }
});

test('the zoom-in is scaled down to 600 pixels and never up', () => {
  assert.deepEqual(zoomInSize({ width: 900, height: 600 }), { width: 600, height: 400 });
  assert.deepEqual(zoomInSize({ width: 300, height: 200 }), { width: 300, height: 200 });
});

test('the face is found again in the zoom-in', () => {
  const face = { left: 800, top: 500, width: 300, height: 300 };
  const region = zoomInRegion(photo, face);
  assert.deepEqual(faceInZoomIn(face, region, zoomInSize(region)), { left: 200, top: 100, width: 200, height: 200 });
});

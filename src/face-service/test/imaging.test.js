import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import sharp from 'sharp';
import { grey, sample } from './support/photos.js';
import { startService } from './support/service.js';

let service;
before(async () => {
  service = await startService({ FACE_SERVICE_ROLES: 'imaging' });
});

const colourAt = async (jpeg, left, top) =>
  [...await sharp(jpeg).extract({ left, top, width: 1, height: 1 }).raw().toBuffer()];

/** 200 × 100: the left half red, the right half blue. */
function redAndBlue() {
  const blue = { create: { width: 100, height: 100, channels: 3, background: '#00f' } };
  return sharp({ create: { width: 200, height: 100, channels: 3, background: '#f00' } }).composite([{ input: blue, left: 100, top: 0 }]);
}

test('prepare keeps a photo within the limits as it is, without metadata', async () => {
  const photo = await sharp(await sample(1)).withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitude: '51/1 0/1 0/1' } }).toBuffer();
  const { status, headers, bytes } = await service.prepare(photo);

  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'image/jpeg');
  assert.equal(headers.get('x-image-width'), '1920');
  assert.equal(headers.get('x-image-height'), '1280');
  const { width, height, exif, icc, xmp, iptc, orientation } = await sharp(bytes).metadata();
  assert.deepEqual({ width, height, exif, icc, xmp, iptc, orientation },
    { width: 1920, height: 1280, exif: undefined, icc: undefined, xmp: undefined, iptc: undefined, orientation: undefined });
});

// What the orientation says: where the red half has to be after the picture is turned upright.
for (const [orientation, size, red] of [
  [1, [200, 100], [10, 50]],
  [2, [200, 100], [190, 50]],
  [3, [200, 100], [190, 50]],
  [4, [200, 100], [10, 50]],
  [5, [100, 200], [50, 10]],
  [6, [100, 200], [50, 10]],
  [7, [100, 200], [50, 190]],
  [8, [100, 200], [50, 190]],
]) {
  test(`prepare applies EXIF orientation ${orientation}`, async () => {
    const photo = await redAndBlue().withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
    const { headers, bytes } = await service.prepare(photo);
    assert.deepEqual([headers.get('x-image-width'), headers.get('x-image-height')].map(Number), size);
    const [r, , b] = await colourAt(bytes, ...red);
    assert.ok(r > 200 && b < 60, `red ${r}, blue ${b}`);
  });
}

test('prepare scales to 4096 pixels on the long side', async () => {
  const { headers, bytes } = await service.prepare(await grey(5000, 2500));
  assert.equal(headers.get('x-image-width'), '4096');
  const { width, height } = await sharp(bytes).metadata();
  assert.deepEqual([width, height], [4096, 2048]);
});

test('prepare lowers the quality only as far as 6 MB need', async () => {
  const noise = await sharp({ create: { width: 2600, height: 2600, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    .jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
  const { status, bytes } = await service.prepare(noise);
  assert.equal(status, 200);
  assert.ok(bytes.length <= 6 * 1024 * 1024, `${bytes.length} bytes`);
  assert.ok(bytes.length > 3 * 1024 * 1024, `${bytes.length} bytes: quality was lowered too far`);
  assert.equal((await sharp(bytes).metadata()).width, 2600);
});

for (const format of ['png', 'gif', 'webp']) {
  test(`prepare takes ${format}`, async () => {
    const { status, bytes } = await service.prepare(await grey(64, 48, format));
    assert.equal(status, 200);
    assert.equal((await sharp(bytes).metadata()).format, 'jpeg');
  });
}

test('prepare shows white through transparency', async () => {
  const clear = await sharp({ create: { width: 64, height: 64, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } }).png().toBuffer();
  assert.deepEqual(await colourAt((await service.prepare(clear)).bytes, 32, 32), [255, 255, 255]);
});

test('prepare makes a grey picture into RGB', async () => {
  const photo = await sharp(await grey(64, 64)).toColourspace('b-w').png().toBuffer();
  assert.equal((await sharp((await service.prepare(photo)).bytes).metadata()).channels, 3);
});

for (const [what, make] of Object.entries({
  'an empty body': async () => Buffer.alloc(0),
  'a text': async () => Buffer.from('this is no image'),
  'half a JPEG': async () => { const photo = await sample(1); return photo.subarray(0, photo.length / 2); },
  'an SVG': async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"/>'),
  'a TIFF': () => grey(64, 64, 'tiff'),
})) {
  test(`prepare refuses ${what} with 415 InvalidImage`, async () => {
    const { status, json } = await service.prepare(await make());
    assert.equal(status, 415);
    assert.equal(json.error.code, 'InvalidImage');
  });
}

test('prepare refuses less than 36 pixels on a side', async () => {
  const { status, json } = await service.prepare(await grey(35, 500));
  assert.deepEqual([status, json.error.code], [400, 'InvalidImageSize']);
  assert.equal((await service.prepare(await grey(36, 36))).status, 200);
});

test('prepare refuses a strip that would get too narrow once its length fits', async () => {
  const { status, json } = await service.prepare(await grey(8192, 40));
  assert.deepEqual([status, json.error.code], [400, 'InvalidImageSize']);
});

test('prepare refuses more than 100 million pixels from the header alone', async () => {
  const bomb = await grey(12_000, 9_000, 'png');
  const { status, json } = await service.prepare(bomb);
  assert.deepEqual([status, json.error.code], [413, 'ImageTooLarge']);
});

test('prepare refuses a body over 20 MB after having read it', async () => {
  const { status, json } = await service.prepare(Buffer.alloc(20 * 1024 * 1024 + 1));
  assert.deepEqual([status, json.error.code], [413, 'ImageTooLarge']);
});

test('cut gives the exact crop and the zoom-in with the face in it', async () => {
  const face = { left: 1472, top: 197, width: 205, height: 239 };
  const { status, json } = await service.cut(await sample(1), [face, { left: 0, top: 0, width: 40, height: 50 }]);

  assert.equal(status, 200);
  assert.deepEqual([json.width, json.height, json.faces.length], [1920, 1280, 2]);
  const [first, second] = json.faces;
  const crop = await sharp(Buffer.from(first.crop, 'base64')).metadata();
  assert.deepEqual([crop.width, crop.height, first.cropWidth, first.cropHeight], [205, 239, 205, 239]);
  const zoomIn = await sharp(Buffer.from(first.zoomIn, 'base64')).metadata();
  assert.deepEqual([zoomIn.width, zoomIn.height], [first.zoomInWidth, first.zoomInHeight]);
  assert.equal(zoomIn.width, 600);
  assert.equal(zoomIn.height, 400);
  assert.deepEqual([second.cropWidth, second.cropHeight, second.zoomInWidth], [40, 50, 600]);
  assert.deepEqual(second.faceInZoomIn, { left: 0, top: 0, width: 40, height: 50 });
});

test('cut shows in the zoom-in what the photo shows at that place', async () => {
  const photo = await sharp(await redAndBlue().png().toBuffer()).resize(2000, 1000, { kernel: 'nearest' }).jpeg().toBuffer();
  const { json } = await service.cut(photo, [{ left: 900, top: 400, width: 300, height: 300 }]);
  const { zoomIn, zoomInWidth, faceInZoomIn } = json.faces[0];
  // The border of the colours, at 1000, is a third into the face.
  const border = Math.round(faceInZoomIn.left + faceInZoomIn.width / 3);
  const jpeg = Buffer.from(zoomIn, 'base64');
  assert.equal(zoomInWidth, 600);
  assert.ok((await colourAt(jpeg, border - 8, 150))[0] > 200);
  assert.ok((await colourAt(jpeg, border + 8, 150))[2] > 200);
});

test('cut of a photo smaller than a zoom-in gives what there is', async () => {
  const { json } = await service.cut(await grey(300, 200), [{ left: 10, top: 20, width: 50, height: 60 }]);
  const { zoomInWidth, zoomInHeight, faceInZoomIn } = json.faces[0];
  assert.deepEqual([zoomInWidth, zoomInHeight], [300, 200]);
  assert.deepEqual(faceInZoomIn, { left: 10, top: 20, width: 50, height: 60 });
});

for (const [query, text] of [
  ['', 'missing'],
  ['?rectangles=1,2,3', "'1,2,3'"],
  ['?rectangles=0,0,40,40;280,0,21,40', '280,0,21,40'],
  ['?rectangles=0,170,40,31', '0,170,40,31'],
]) {
  test(`cut${query} is refused, naming what is wrong`, async () => {
    const { status, json } = await service.send('POST', `/imaging/cut${query}`, { bytes: await grey(300, 200) });
    assert.deepEqual([status, json.error.code], [400, 'BadArgument']);
    assert.ok(json.error.message.includes(text), json.error.message);
  });
}

test('cut refuses what is no image', async () => {
  const { status, json } = await service.cut(Buffer.from('text'), [{ left: 0, top: 0, width: 1, height: 1 }]);
  assert.deepEqual([status, json.error.code], [415, 'InvalidImage']);
});

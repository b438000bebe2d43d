// Real photos through the real networks, along the way that the C# client takes: prepare, detect, cut, enrol from the
// zoom-in with targetFace, train, identify.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import sharp from 'sharp';
import { sample } from './support/photos.js';
import { GROUP, startService, temporaryFolder } from './support/service.js';

const FACES_ON_SAMPLE = { 1: 3, 2: 3, 3: 3, 4: 4, 5: 5, 6: 4 };

/** The woman on the right of sample 1 is the one in the middle of sample 3; on both she has the largest face. */
const HER_INDEX = 0;

let service;
let her;
/** Of each sample: the photo, its faces as detect gave them, and their zoom-ins. */
const photos = {};

before(async () => {
  service = await startService({ FACE_SERVICE_DATA: await temporaryFolder(), FACE_SERVICE_WORKERS: '2' });
  await Promise.all(Object.keys(FACES_ON_SAMPLE).map(async (number) => {
    const photo = (await service.prepare(await sample(number))).bytes;
    const faces = await service.detect(photo);
    const cut = (await service.cut(photo, faces.map((face) => face.faceRectangle))).json;
    photos[number] = { photo, faces, zoomIns: cut.faces.map(({ zoomIn, faceInZoomIn }) => ({ bytes: Buffer.from(zoomIn, 'base64'), face: faceInZoomIn })) };
  }));
  await service.createGroup();
  her = await service.createPerson('U0HER');
  const { bytes, face } = photos[1].zoomIns[HER_INDEX];
  const added = await service.addFace(her, bytes, face);
  assert.equal(added.status, 200, JSON.stringify(added.json));
  assert.equal((await service.train()).status, 'succeeded');
});

for (const [number, count] of Object.entries(FACES_ON_SAMPLE)) {
  test(`sample ${number} has ${count} faces, the largest first, inside the photo`, async () => {
    const { photo, faces } = photos[number];
    assert.equal(faces.length, count);
    const { width, height } = await sharp(photo).metadata();
    const areas = faces.map(({ faceRectangle: r }) => r.width * r.height);
    assert.deepEqual(areas, [...areas].sort((a, b) => b - a));
    for (const { faceRectangle: r } of faces) {
      assert.ok(r.left >= 0 && r.top >= 0 && r.left + r.width <= width && r.top + r.height <= height);
    }
  });
}

test('the face in the middle of sample 3 is hers', () => {
  const r = photos[3].faces[HER_INDEX].faceRectangle;
  assert.ok(r.left > 900 && r.left + r.width < 1400);
});

test('all faces are of high quality but one: the profile on the left of sample 2', () => {
  const low = Object.entries(photos).flatMap(([number, { faces }]) =>
    faces.filter(({ faceAttributes }) => faceAttributes.qualityForRecognition !== 'high').map((face) => ({ number, ...face })));
  assert.equal(low.length, 1);
  assert.equal(low[0].number, '2');
  assert.equal(low[0].faceAttributes.qualityForRecognition, 'low');
  assert.ok(low[0].faceRectangle.left < 640);
});

/** The face of a zoom-in, found again by detect as the one that covers the place. */
async function detectInZoomIn({ bytes, face }) {
  const x = face.left + face.width / 2;
  const y = face.top + face.height / 2;
  const found = (await service.detect(bytes)).filter(({ faceRectangle: r }) => x > r.left && x < r.left + r.width && y > r.top && y < r.top + r.height);
  assert.equal(found.length, 1);
  return found[0];
}

test('she is recognised on another photo, through the zoom-in and on the whole photo', async (context) => {
  const inZoomIn = await detectInZoomIn(photos[3].zoomIns[HER_INDEX]);
  const answers = await service.identify([inZoomIn.faceId, photos[3].faces[HER_INDEX].faceId]);
  for (const { candidates } of answers) {
    assert.equal(candidates[0]?.personId, her);
    assert.ok(candidates[0].confidence >= 0.7);
  }
  context.diagnostic(`confidence: zoom-in ${answers[0].candidates[0].confidence.toFixed(3)}, photo ${answers[1].candidates[0].confidence.toFixed(3)}`);
});

test('nobody else on any photo is taken for her', async (context) => {
  const others = Object.entries(photos).flatMap(([number, { faces, zoomIns }]) =>
    faces.map((face, i) => ({ name: `face ${i} of sample ${number}`, face, zoomIn: zoomIns[i], isHer: i === HER_INDEX && ['1', '3'].includes(number) })))
    .filter(({ isHer }) => !isHer);
  assert.equal(others.length, 20);

  const nearest = await Promise.all(others.map(async ({ name, face, zoomIn }) => {
    const faceIds = [face.faceId, (await detectInZoomIn(zoomIn)).faceId];
    for (const { candidates } of await service.identify(faceIds)) assert.deepEqual(candidates, [], name);
    const anyhow = await service.identify(faceIds, { confidenceThreshold: 0 });
    return Math.max(...anyhow.map(({ candidates }) => candidates[0].confidence));
  }));
  context.diagnostic(`confidence of the nearest stranger: ${Math.max(...nearest).toFixed(3)}`);
  assert.ok(Math.max(...nearest) < 0.5);
});

test('she is recognised on a smaller, darker, tilted and strongly compressed copy', async () => {
  const { photo } = photos[3];
  const r = photos[3].faces[HER_INDEX].faceRectangle;
  const around = { left: r.left - 200, top: 0, width: 600, height: 800 };
  for (const [name, change] of Object.entries({
    smaller: (image) => image.resize(240),
    darker: (image) => image.modulate({ brightness: 0.5 }),
    tilted: (image) => image.rotate(20),
    compressed: (image) => image.jpeg({ quality: 25 }),
  })) {
    const copy = await change(sharp(await sharp(photo).extract(around).toBuffer())).jpeg().toBuffer();
    const [face] = await service.detect(copy);
    assert.ok(face, `no face on the ${name} copy`);
    const [{ candidates }] = await service.identify([face.faceId]);
    assert.equal(candidates[0]?.personId, her, name);
  }
});

test('group puts her two faces together and leaves everybody else alone', async () => {
  const faces = [1, 3, 5].flatMap((number) => photos[number].faces);
  const { status, json } = await service.send('POST', '/face/v1.2/group', { json: { faceIds: faces.map(({ faceId }) => faceId) } });
  assert.equal(status, 200, JSON.stringify(json));
  const hers = [photos[1], photos[3]].map((photo) => photo.faces[HER_INDEX].faceId);
  assert.ok(json.groups.some((group) => hers.every((faceId) => group.includes(faceId))), JSON.stringify(json.groups));
  for (const photo of [photos[1], photos[3], photos[5]]) {
    for (const group of json.groups) assert.ok(photo.faces.filter(({ faceId }) => group.includes(faceId)).length <= 1, 'two people of one photo');
  }
  assert.equal(json.groups.flat().length + json.messyGroup.length, faces.length);
});

test('verify is sure of her and of nobody else', async () => {
  const verify = async (one, other) => (await service.send('POST', '/face/v1.2/verify', { json: { faceId1: one.faceId, faceId2: other.faceId } })).json;
  const she = await verify(photos[1].faces[HER_INDEX], photos[3].faces[HER_INDEX]);
  assert.ok(she.isIdentical && she.confidence >= 0.7);
  assert.equal((await verify(photos[1].faces[HER_INDEX], photos[3].faces[1])).isIdentical, false);
  const twice = await verify(photos[1].faces[HER_INDEX], photos[1].faces[HER_INDEX]);
  assert.ok(twice.confidence > 0.99);
});

test('group and verify refuse what Azure refuses', async () => {
  const [{ faceId }, other] = photos[1].faces;
  for (const [path, json, code] of [
    ['group', {}, 'BadArgument'],
    ['group', { faceIds: [faceId] }, 'BadArgument'],
    ['group', { faceIds: [faceId, faceId] }, 'BadArgument'],
    ['group', { faceIds: [faceId, 'x'] }, 'BadArgument'],
    ['group', { faceIds: [faceId, '3f2504e0-4f89-41d3-9a0c-0305e82c3301'] }, 'FaceNotFound'],
    ['verify', { faceId1: faceId }, 'BadArgument'],
    ['verify', { faceId1: faceId, faceId2: other.faceId, personId: her }, 'BadArgument'],
    ['verify', { faceId1: faceId, faceId2: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }, 'FaceNotFound'],
  ]) {
    const answer = await service.send('POST', `/face/v1.2/${path}`, { json });
    assert.deepEqual([answer.status, answer.json.error?.code], [400, code], JSON.stringify(json));
  }
});

test('most tight crops, in which the detector overlooks the face at first, are found with a border', async () => {
  const { photo, faces } = photos[5];
  const crops = await Promise.all(faces.map(({ faceRectangle }) => sharp(photo).extract(faceRectangle).toBuffer()));
  const found = await Promise.all(crops.map((crop) => service.detect(crop)));
  // 1 of these 5 without a border.
  assert.equal(found.filter((each) => each.length === 1).length, 4);
});

test('detect turns the photo upright, and gives rectangles of the upright one', async () => {
  const lying = await sharp(photos[1].photo).rotate(-90).withMetadata({ orientation: 6 }).toBuffer();
  const faces = await service.detect(lying);
  assert.equal(faces.length, 3);
  faces.forEach(({ faceRectangle }, i) => {
    for (const side of ['left', 'top', 'width', 'height']) {
      assert.ok(Math.abs(faceRectangle[side] - photos[1].faces[i].faceRectangle[side]) <= 12, side);
    }
  });
});

test('the same photo gives the same answer on every worker', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => service.detect(photos[1].photo)));
  const confidences = await Promise.all(answers.map(([face]) => service.identify([face.faceId], { confidenceThreshold: 0 })));
  assert.equal(new Set(confidences.map(([{ candidates }]) => candidates[0].confidence)).size, 1);
});

test('adding a face wants exactly one: the whole photo and an empty target are refused', async () => {
  const { photo } = photos[1];
  const all = await service.send('POST', `${GROUP}/persons/${her}/persistedfaces`, { bytes: photo });
  assert.deepEqual([all.status, all.json.error.code], [400, 'InvalidImage']);
  const nobody = await service.addFace(her, photo, { left: 0, top: 1000, width: 100, height: 100 });
  assert.deepEqual([nobody.status, nobody.json.error.code], [400, 'InvalidImage']);
});

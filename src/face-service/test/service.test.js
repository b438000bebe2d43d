// The service as a process: its settings, key, paths, limits and errors, its start and its end.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { grey, sample } from './support/photos.js';
import { GROUP, KEY, launch, startService, temporaryFolder } from './support/service.js';

const UNKNOWN = '00000000-0000-0000-0000-000000000000';

let service;
let photo;
before(async () => {
  service = await startService({ FACE_SERVICE_DATA: await temporaryFolder(), FACE_SERVICE_QUEUE: '2' });
  photo = await sample(1);
});

async function refused(status, code, method, path, options) {
  const answer = await service.send(method, path, options);
  assert.deepEqual([answer.status, answer.json?.error.code], [status, code], `${method} ${path}: ${answer.bytes}`);
  assert.ok(answer.json.error.message.length > 0);
  return answer;
}

test('it says what it does while starting and that it listens, once', () => {
  const { output } = service.started;
  assert.ok(output.slice(0, -1).every(({ event, step }) => event === 'starting' && step));
  assert.deepEqual(Object.keys(output.at(-1)), ['event', 'port']);
  assert.equal(output.at(-1).event, 'listening');
});

test('health is told without a key', async () => {
  const { status, json } = await service.send('GET', '/healthz', { key: null });
  assert.equal(status, 200);
  assert.deepEqual(json, { status: 'ok', roles: ['imaging', 'recognition'], persons: 0, queue: 0 });
});

test('everything else wants the key, even to say that a path does not exist', async () => {
  for (const key of [null, 'wrong', `${KEY}x`, KEY.slice(1)]) {
    await refused(401, '401', 'GET', '/face/v1.2/largepersongroups', { key });
    await refused(401, '401', 'GET', '/nowhere', { key });
    await refused(401, '401', 'POST', '/imaging/prepare', { key, bytes: photo });
  }
});

test('unknown paths and methods', async () => {
  await refused(404, 'ResourceNotFound', 'GET', '/nowhere');
  await refused(404, 'ResourceNotFound', 'GET', '/face/v1.0/largepersongroups');
  await refused(404, 'ResourceNotFound', 'GET', '//');
  const { headers } = await refused(405, 'MethodNotAllowed', 'GET', '/face/v1.2/detect');
  assert.equal(headers.get('allow'), 'POST');
});

test('detect never fetches a url, and takes nothing but bytes', async () => {
  const { json } = await refused(400, 'BadArgument', 'POST', '/face/v1.2/detect', { json: { url: 'http://127.0.0.1/' } });
  assert.match(json.error.message, /takes bytes/);
  await refused(415, 'UnsupportedMediaType', 'POST', '/face/v1.2/detect', { bytes: photo, headers: { 'Content-Type': 'text/plain' } });
});

for (const query of [
  'recognitionModel=recognition_05', 'detectionModel=best', 'faceIdTimeToLive=59', 'faceIdTimeToLive=86401', 'returnFaceId=1',
  'returnFaceLandmarks=true', 'returnFaceAttributes=age&recognitionModel=recognition_04',
  'returnFaceAttributes=qualityForRecognition', 'returnFaceAttributes=qualityForRecognition&recognitionModel=recognition_04&detectionModel=detection_02',
]) {
  test(`detect?${query} is refused`, () => refused(400, 'BadArgument', 'POST', `/face/v1.2/detect?${query}`, { bytes: photo }));
}

test('detect answers an image without faces with an empty list', async () => {
  assert.deepEqual(await service.detect(await grey(640, 480)), []);
});

test('detect gives what was asked for and no more', async () => {
  const faces = (await service.ok('POST', '/face/v1.2/detect?returnFaceId=false', { bytes: photo })).json;
  assert.equal(faces.length, 3);
  assert.deepEqual(Object.keys(faces[0]), ['faceRectangle']);
  const [face] = (await service.ok('POST', '/face/v1.2/detect?returnRecognitionModel=true', { bytes: photo })).json;
  assert.deepEqual(Object.keys(face), ['faceId', 'recognitionModel', 'faceRectangle']);
  assert.equal(face.recognitionModel, 'recognition_01');
});

test('detect refuses what it cannot decode, and what is too small or too large', async () => {
  await refused(400, 'InvalidImage', 'POST', '/face/v1.2/detect', { bytes: Buffer.from('text') });
  await refused(400, 'InvalidImage', 'POST', '/face/v1.2/detect', { bytes: photo.subarray(0, 50_000) });
  await refused(400, 'InvalidImageSize', 'POST', '/face/v1.2/detect', { bytes: await grey(35, 35) });
  await refused(400, 'InvalidImageSize', 'POST', '/face/v1.2/detect', { bytes: Buffer.alloc(6 * 1024 * 1024 + 1) });
});

test('with more requests than may wait, the rest gets 429 at once', async () => {
  const detect = () => service.send('POST', '/face/v1.2/detect', { bytes: photo });
  const answers = await Promise.all(Array.from({ length: 8 }, detect));
  const statuses = answers.map((answer) => answer.status).sort();
  assert.deepEqual(statuses, [200, 200, 200, 429, 429, 429, 429, 429]);
  const rejected = answers.find((answer) => answer.status === 429);
  assert.equal(rejected.headers.get('retry-after'), '1');
  assert.equal(rejected.json.error.code, 'RateLimitExceeded');
});

test('groups: the life of one', async () => {
  const path = '/face/v1.2/largepersongroups/team-1';
  const json = { name: 'Team', userData: 'data', recognitionModel: 'recognition_04' };
  await refused(404, 'LargePersonGroupNotFound', 'GET', path);
  assert.equal((await service.ok('PUT', path, { json })).bytes.length, 0);
  await refused(409, 'LargePersonGroupExists', 'PUT', path, { json });
  assert.deepEqual((await service.ok('GET', path)).json, { largePersonGroupId: 'team-1', name: 'Team', userData: 'data' });
  await service.ok('PATCH', path, { json: { name: 'Other' } });
  assert.deepEqual((await service.ok('GET', `${path}?returnRecognitionModel=true`)).json,
    { largePersonGroupId: 'team-1', name: 'Other', userData: 'data', recognitionModel: 'recognition_04' });
  assert.equal((await service.ok('GET', '/face/v1.2/largepersongroups?top=10')).json.length, 1);
  await service.ok('DELETE', path);
  await refused(404, 'LargePersonGroupNotFound', 'DELETE', path);
});

test('groups: what is refused', async () => {
  const path = '/face/v1.2/largepersongroups';
  for (const id of ['Team', 'a%20b', 'a'.repeat(65), '..%2Fx', '%']) await refused(400, 'BadArgument', 'PUT', `${path}/${id}`, { json: { name: 'x' } });
  for (const json of [{}, { name: '' }, { name: 'x'.repeat(129) }, { name: 7 }, { name: 'x', userData: 'x'.repeat(16_385) }, { name: 'x', recognitionModel: 'r' }]) {
    await refused(400, 'BadArgument', 'PUT', `${path}/refused`, { json });
  }
  for (const body of ['', '{', '[]', '"text"', 'null']) {
    await refused(400, 'BadArgument', 'PUT', `${path}/refused`, { bytes: Buffer.from(body) });
  }
});

test('persons, faces, training and identification: the life of a gallery', async () => {
  await service.createGroup();
  const her = await service.createPerson('Her');
  const [first, second] = [await service.createPerson('Ann'), await service.createPerson('Bob')].sort();
  const ids = [her, first, second].sort();
  const list = async (query) => (await service.ok('GET', `${GROUP}/persons${query}`)).json.map(({ personId }) => personId);
  assert.deepEqual(await list(''), ids);
  assert.deepEqual(await list('?top=2'), ids.slice(0, 2));
  assert.deepEqual(await list(`?start=${ids[1]}`), ids.slice(2));
  await service.ok('PATCH', `${GROUP}/persons/${her}`, { json: { userData: 'U0HER' } });
  await service.ok('DELETE', `${GROUP}/persons/${first}`);
  await service.ok('DELETE', `${GROUP}/persons/${second}`);
  await refused(404, 'PersonNotFound', 'GET', `${GROUP}/persons/${first}`);

  const [face] = await service.detect(photo);
  const query = { faceIds: [face.faceId], largePersonGroupId: 'common' };
  await refused(400, 'LargePersonGroupNotTrained', 'POST', '/face/v1.2/identify', { json: query });
  await refused(404, 'LargePersonGroupNotTrained', 'GET', `${GROUP}/training`);
  const failed = await service.train();
  assert.equal(failed.status, 'failed');
  assert.ok(failed.message);

  const added = await service.addFace(her, photo, face.faceRectangle, 'face-1');
  assert.equal(added.status, 200);
  const facePath = `${GROUP}/persons/${her}/persistedfaces/${added.json.persistedFaceId}`;
  assert.deepEqual((await service.ok('GET', facePath)).json, { persistedFaceId: added.json.persistedFaceId, userData: 'face-1' });
  await service.ok('PATCH', facePath, { json: { userData: 'face-2' } });
  assert.deepEqual((await service.ok('GET', `${GROUP}/persons/${her}`)).json,
    { personId: her, name: 'Her', userData: 'U0HER', persistedFaceIds: [added.json.persistedFaceId] });

  const { status, headers } = await service.ok('POST', `${GROUP}/train`);
  assert.equal(status, 202);
  assert.ok(headers.get('operation-location').endsWith(`${GROUP}/training`));
  while ((await service.ok('GET', `${GROUP}/training`)).json.status === 'running');
  const [{ faceId, candidates }] = await service.identify([face.faceId]);
  assert.equal(faceId, face.faceId);
  assert.deepEqual(candidates.map(({ personId }) => personId), [her]);
  assert.ok(candidates[0].confidence > 0.99);

  assert.equal((await service.addFace(her, photo, face.faceRectangle, 'one that stays')).status, 200);
  await service.ok('DELETE', facePath);
  await refused(404, 'PersistedFaceNotFound', 'GET', facePath);
  assert.equal((await service.identify([face.faceId]))[0].candidates.length, 1, 'until the next training');

  const other = (await service.ok('POST', '/face/v1.2/detect', { bytes: photo })).json[0];
  const { json } = await refused(400, 'BadArgument', 'POST', '/face/v1.2/identify', { json: { ...query, faceIds: [other.faceId] } });
  assert.match(json.error.message, /incompatible/);
  assert.equal((await service.send('GET', '/healthz')).json.persons, 1);
});

test('identify: what is refused', async () => {
  const refuse = (status, code, json) => refused(status, code, 'POST', '/face/v1.2/identify', { json });
  const query = { faceIds: [UNKNOWN], largePersonGroupId: 'common' };
  await refuse(400, 'FaceNotFound', query);
  await refuse(400, 'LargePersonGroupNotFound', { ...query, largePersonGroupId: 'nobody' });
  for (const wrong of [
    { faceIds: [] }, { faceIds: Array(11).fill(UNKNOWN) }, { faceIds: UNKNOWN }, { faceIds: ['x'] }, { largePersonGroupId: undefined },
    { personGroupId: 'common' }, { maxNumOfCandidatesReturned: 0 }, { maxNumOfCandidatesReturned: 101 }, { confidenceThreshold: 1.1 },
  ]) await refuse(400, 'BadArgument', { ...query, ...wrong });
});

test('persons and faces: what is refused', async () => {
  const persons = `${GROUP}/persons`;
  const add = (path, bytes = photo) => ['POST', `${persons}/${path}`, { bytes }];
  const her = await service.createPerson('Somebody');
  await refused(404, 'LargePersonGroupNotFound', 'POST', '/face/v1.2/largepersongroups/nobody/persons', { json: { name: 'x' } });
  await refused(400, 'BadArgument', 'GET', `${persons}/7`);
  await refused(400, 'BadArgument', 'GET', `${persons}?top=1001`);
  await refused(404, 'PersonNotFound', ...add(`${UNKNOWN}/persistedfaces`));
  await refused(400, 'BadArgument', ...add(`${her}/persistedfaces?targetFace=1,2,3`));
  await refused(400, 'BadArgument', ...add(`${her}/persistedfaces?userData=${'x'.repeat(1025)}`));
  await refused(400, 'BadArgument', ...add(`${her}/persistedfaces?detectionModel=x`));
  await refused(400, 'InvalidImage', ...add(`${her}/persistedfaces`));
  await refused(400, 'InvalidImage', ...add(`${her}/persistedfaces`, await grey(640, 480)));
  await refused(400, 'InvalidImageSize', ...add(`${her}/persistedfaces`, Buffer.alloc(6 * 1024 * 1024 + 1)));
});

test('with one role, the paths of the other do not exist', async () => {
  const imaging = await startService({ FACE_SERVICE_ROLES: 'imaging' });
  assert.equal((await imaging.send('GET', '/face/v1.2/largepersongroups')).status, 404);
  assert.deepEqual((await imaging.send('GET', '/healthz')).json.roles, ['imaging']);
});

for (const [env, text] of [
  [{ FACE_SERVICE_KEY: '' }, 'FACE_SERVICE_KEY'],
  [{}, 'FACE_SERVICE_DATA'],
  [{ FACE_SERVICE_PORT: '70000', FACE_SERVICE_DATA: 'x' }, 'FACE_SERVICE_PORT'],
  [{ FACE_SERVICE_HOST: '203.0.113.1', FACE_SERVICE_ROLES: 'imaging' }, 'FACE_SERVICE_HOST'],
]) {
  test(`a bad ${text} ends the start with one line and code 2`, async () => {
    const started = launch(env);
    assert.deepEqual(await started.exited, [2, null]);
    assert.match(started.errors, new RegExp(`^${text} .*Example: ${text}=.*\n$`));
    assert.ok(!started.output.some(({ event }) => event === 'listening'));
  });
}

test('a port in use ends the start, naming the setting', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const started = launch({ FACE_SERVICE_ROLES: 'imaging', FACE_SERVICE_PORT: String(taken.address().port) });
  assert.deepEqual(await started.exited, [2, null]);
  assert.match(started.errors, /^FACE_SERVICE_PORT names a port that is in use/);
  taken.close();
});

test('SIGTERM lets a running request finish, accepts no more, and ends with 0', async () => {
  const stopping = await startService({ FACE_SERVICE_ROLES: 'imaging' });
  // The head is in, the body is not: the request is being worked on while the signal comes.
  let sendRest;
  const rest = new Promise((resolve) => {
    sendRest = resolve;
  });
  const body = (async function* () {
    yield photo.subarray(0, 1000);
    await rest;
    yield photo.subarray(1000);
  })();
  const answer = fetch(`${stopping.url}/imaging/prepare`, {
    method: 'POST', headers: { 'Ocp-Apim-Subscription-Key': KEY }, body, duplex: 'half',
  });
  while ((await stopping.send('GET', '/healthz')).json.queue === 0);
  const ended = stopping.end('SIGTERM');
  while (await stopping.send('GET', '/healthz').then(() => true, () => false));
  sendRest();
  assert.equal((await answer).status, 200);
  assert.deepEqual(await ended, [0, null]);
});

test('the end of its standard input ends it, if asked for', async () => {
  const orphan = await startService({ FACE_SERVICE_ROLES: 'imaging', FACE_SERVICE_EXIT_WITH_PARENT: '1' });
  orphan.started.child.stdin.end();
  assert.deepEqual(await orphan.started.exited, [0, null]);
});

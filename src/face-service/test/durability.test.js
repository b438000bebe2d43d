// What was answered with success is there after kill -9 at the next moment.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sample } from './support/photos.js';
import { GROUP, startService, temporaryFolder } from './support/service.js';

test('kill -9 right after an accepted face, training or deletion loses nothing; faceIds are forgotten, the trained model is not', async () => {
  const env = { FACE_SERVICE_DATA: await temporaryFolder() };
  const photo = await sample(1);

  let service = await startService(env);
  await service.createGroup();
  const her = await service.createPerson('Her');
  const [face, other] = await service.detect(photo);
  const colleague = await service.createPerson('A colleague');
  assert.equal((await service.addFace(colleague, photo, other.faceRectangle, 'stays')).status, 200);
  const { json: { persistedFaceId } } = await service.addFace(her, photo, face.faceRectangle, 'kept');
  assert.deepEqual(await service.end('SIGKILL'), [null, 'SIGKILL']);

  service = await startService(env);
  assert.equal((await service.send('GET', '/healthz')).json.persons, 2);
  assert.deepEqual((await service.ok('GET', `${GROUP}/persons/${her}`)).json.persistedFaceIds, [persistedFaceId]);
  await service.ok('POST', `${GROUP}/train`);
  await service.end('SIGKILL');

  service = await startService(env);
  while ((await service.ok('GET', `${GROUP}/training`)).json.status === 'running');
  const stale = await service.send('POST', '/face/v1.2/identify', { json: { faceIds: [face.faceId], largePersonGroupId: 'common' } });
  assert.deepEqual([stale.status, stale.json.error.code], [400, 'FaceNotFound']);
  const [again] = await service.detect(photo);
  assert.equal((await service.identify([again.faceId]))[0].candidates[0].personId, her);
  await service.ok('DELETE', `${GROUP}/persons/${her}`);
  await service.end('SIGKILL');

  service = await startService(env);
  assert.deepEqual((await service.ok('GET', `${GROUP}/persons`)).json.map(({ personId }) => personId), [colleague]);
  const [last] = await service.detect(photo);
  assert.equal((await service.identify([last.faceId]))[0].candidates[0].personId, her, 'in the model until the next training');
  await service.ok('DELETE', `${GROUP}/persons/${colleague}`);
  await service.end('SIGKILL');

  service = await startService(env);
  const [nobody] = await service.detect(photo);
  const left = await service.send('POST', '/face/v1.2/identify', { json: { faceIds: [nobody.faceId], largePersonGroupId: 'common' } });
  assert.equal(left.json.error.code, 'LargePersonGroupNotTrained', 'the model goes with the last face');
});

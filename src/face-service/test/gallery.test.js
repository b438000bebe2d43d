import assert from 'node:assert/strict';
import { readdir, readFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, test } from 'node:test';
import { Gallery } from '../src/gallery/gallery.js';
import { MAX_FACES } from '../src/gallery/group.js';
import { temporaryFolder } from './support/service.js';

const code = (expected) => (error) => error.code === expected;

/** A descriptor at a place of its own: two of different numbers are 1.4 apart. */
function descriptor(number) {
  const values = new Float32Array(128);
  values[number] = 1;
  return values;
}

const everybody = { threshold: 0, max: 100 };
const knownTo = (group, number) => group.model().candidates(descriptor(number), { threshold: 0.7, max: 1 })[0]?.personId;

/** Trains and waits: an update that is no longer refused comes after the end. */
async function trained(group) {
  await group.train();
  while (group.training().status === 'running') await new Promise(setImmediate);
  return group.training();
}

let folder;
let gallery;
let group;
beforeEach(async () => {
  folder = await temporaryFolder();
  gallery = await Gallery.open(folder, () => Date.UTC(2026, 0, 2, 3, 4, 5));
  await gallery.createGroup({ largePersonGroupId: 'common', name: 'Common', recognitionModel: 'recognition_04' });
  group = gallery.group('common');
});

const reopen = async () => (await Gallery.open(folder)).group('common');

test('a group can be created once', async () => {
  await assert.rejects(gallery.createGroup({ largePersonGroupId: 'common', name: 'Again' }), code('LargePersonGroupExists'));
  assert.throws(() => gallery.group('other'), code('LargePersonGroupNotFound'));
});

test('what was accepted is there after a restart', async () => {
  const ann = await group.addPerson({ name: 'Ann', userData: 'U1' });
  const face = await group.addFace(ann, { descriptor: descriptor(3), userData: 'face 1' });
  await group.updatePerson(ann, { name: 'Anna' });
  await group.updateFace(ann, face, { userData: 'face one' });

  const person = (await reopen()).person(ann);
  assert.deepEqual([person.name, person.userData], ['Anna', 'U1']);
  assert.deepEqual(person.faces, [{ persistedFaceId: face, userData: 'face one', descriptor: descriptor(3) }]);
});

test('a person or face that was deleted is not on disk any more', async () => {
  const ann = await group.addPerson({ name: 'Ann-of-the-test' });
  const bob = await group.addPerson({ name: 'Bob-of-the-test' });
  const face = await group.addFace(bob, { descriptor: descriptor(3), userData: 'face-of-the-test' });
  await group.deletePerson(ann);
  await group.deleteFace(bob, face);

  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(files.filter((file) => file.isFile()).map((file) => readFile(path.join(file.path, file.name), 'utf8')));
  const all = texts.join();
  assert.ok(all.includes('Bob-of-the-test'));
  assert.ok(!all.includes('Ann-of-the-test') && !all.includes('face-of-the-test'));
  assert.throws(() => group.person(ann), code('PersonNotFound'));
  assert.throws(() => group.face(bob, face), code('PersistedFaceNotFound'));
});

test('a deleted group is gone, and changes that come too late are refused', async () => {
  const late = gallery.deleteGroup('common').then(() => group.addPerson({ name: 'Late' }));
  await assert.rejects(late, code('LargePersonGroupNotFound'));
  assert.deepEqual(await readdir(path.join(folder, 'groups')), []);
});

test('identify works on the last training only', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  await group.addFace(ann, { descriptor: descriptor(1) });
  assert.throws(() => group.model(), (error) => error.code === 'LargePersonGroupNotTrained' && error.status === 400);
  assert.throws(() => group.training(), (error) => error.code === 'LargePersonGroupNotTrained' && error.status === 404);

  await trained(group);
  const bob = await group.addPerson({ name: 'Bob' });
  await group.addFace(bob, { descriptor: descriptor(2) });
  assert.equal(knownTo(group, 1), ann);
  assert.equal(knownTo(group, 2), undefined, 'added after the training');

  await group.deletePerson(ann);
  assert.equal(knownTo(group, 1), ann, 'deleted after the training');
  assert.equal(knownTo(await reopen(), 1), ann, 'after a restart');

  await trained(group);
  assert.equal(knownTo(group, 1), undefined);
  assert.equal(knownTo(group, 2), bob);
});

test('of several faces of a person the nearest counts, and candidates come in order', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  for (const number of [1, 2, 3]) await group.addFace(ann, { descriptor: descriptor(number) });
  const bob = await group.addPerson({ name: 'Bob' });
  await group.addFace(bob, { descriptor: descriptor(9).map((value) => value * 0.5) });
  await trained(group);

  const candidates = group.model().candidates(descriptor(2), everybody);
  assert.deepEqual(candidates.map(({ personId }) => personId), [ann, bob]);
  assert.ok(candidates[0].confidence > 0.99 && candidates[1].confidence < 0.01);
  assert.equal(group.model().candidates(descriptor(2), { threshold: 0, max: 1 }).length, 1);
});

test('a training tells when it was and how it went', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  await group.addFace(ann, { descriptor: descriptor(1) });
  const at = '2026-01-02T03:04:05.000Z';
  assert.deepEqual(await trained(group), {
    status: 'succeeded', createdDateTime: at, lastActionDateTime: at, lastSuccessfulTrainingDateTime: at, message: null,
  });
});

test('training without any face fails, says why, and forgets who was known', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  const face = await group.addFace(ann, { descriptor: descriptor(1) });
  await trained(group);
  await group.deleteFace(ann, face);

  const { status, message, lastSuccessfulTrainingDateTime } = await trained(group);
  assert.equal(status, 'failed');
  assert.match(message, /no person with a face/);
  assert.ok(lastSuccessfulTrainingDateTime);
  assert.throws(() => group.model(), code('LargePersonGroupNotTrained'));
});

test('whoever leaves last takes the model along, and nobody else does', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  await group.addFace(ann, { descriptor: descriptor(1) });
  const bob = await group.addPerson({ name: 'Bob' });
  await group.addFace(bob, { descriptor: descriptor(2) });
  await group.addPerson({ name: 'Carl, without a face' });
  await trained(group);

  await group.deletePerson(bob);
  assert.equal(knownTo(group, 2), bob, 'until the next training');
  await group.deletePerson(ann);
  assert.throws(() => group.model(), code('LargePersonGroupNotTrained'));
});

test('with the last face of all the model goes at once', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  const [one, two] = [await group.addFace(ann, { descriptor: descriptor(1) }), await group.addFace(ann, { descriptor: descriptor(2) })];
  await trained(group);

  await group.deleteFace(ann, one);
  assert.equal(knownTo(group, 1), ann, 'until the next training');
  await group.deleteFace(ann, two);
  assert.throws(() => group.model(), code('LargePersonGroupNotTrained'));
});

test('while a training runs, every change is refused and every read is answered', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  const face = await group.addFace(ann, { descriptor: descriptor(1) });
  const accepted = group.train();
  await accepted;
  assert.equal(group.training().status, 'running');

  for (const change of [
    () => group.addPerson({ name: 'Bob' }),
    () => group.updatePerson(ann, { name: 'Anna' }),
    () => group.deletePerson(ann),
    () => group.addFace(ann, { descriptor: descriptor(2) }),
    () => group.updateFace(ann, face, { userData: 'x' }),
    () => group.deleteFace(ann, face),
    () => group.update({ name: 'x' }),
    () => group.train(),
    () => gallery.deleteGroup('common'),
  ]) await assert.rejects(change(), code('LargePersonGroupTrainingNotFinished'));
  assert.equal(group.person(ann).name, 'Ann');
});

test('a training that was accepted before a crash is done after the restart', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  await group.addFace(ann, { descriptor: descriptor(1) });
  const running = { status: 'running', createdDateTime: 'x', lastActionDateTime: 'x', lastSuccessfulTrainingDateTime: null, message: null };
  await writeFile(path.join(folder, 'groups', 'common', 'training.json'), JSON.stringify(running));

  const again = await reopen();
  while (again.training().status === 'running') await new Promise(setImmediate);
  assert.equal(again.training().status, 'succeeded');
  assert.equal(knownTo(again, 1), ann);
});

test('what a crash left unfinished is cleared away', async () => {
  await writeFile(path.join(folder, 'groups', 'common', 'persons', '.unfinished-1'), '{"half');
  await writeFile(path.join(folder, 'groups', 'common', '.unfinished-2'), '{"half');
  await mkdir(path.join(folder, 'groups', '.unfinished-3'));
  assert.equal((await reopen()).personCount, 0);
  assert.deepEqual((await readdir(path.join(folder, 'groups'), { recursive: true })).filter((name) => name.includes('unfinished')), []);
});

test('a person has at most 248 faces', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  for (let i = 0; i < MAX_FACES; i++) await group.addFace(ann, { descriptor: descriptor(i % 128) });
  const full = (error) => error.code === 'QuotaExceeded' && error.status === 403;
  assert.throws(() => group.checkRoomForFace(ann), full);
  await assert.rejects(group.addFace(ann, { descriptor: descriptor(0) }), full);
  assert.equal((await reopen()).person(ann).faces.length, 248);
});

test('simultaneous additions to one person are all kept', async () => {
  const ann = await group.addPerson({ name: 'Ann' });
  const ids = await Promise.all([1, 2, 3, 4, 5].map((number) => group.addFace(ann, { descriptor: descriptor(number) })));
  assert.deepEqual((await reopen()).person(ann).faces.map((face) => face.persistedFaceId), ids);
});

test('damaged files stop the start, by name and without their content', async () => {
  const ann = await group.addPerson({ name: 'Ann-of-the-test' });
  await writeFile(path.join(folder, 'groups', 'common', 'persons', `${ann}.json`), '{"name":"Ann-of-the-test');
  await assert.rejects(reopen(), (error) => error.message.includes(`${ann}.json`) && !error.message.includes('Ann-of'));
});

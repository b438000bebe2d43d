import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createFolder, listFinished, readJson, removeFile, writeJson } from './durable-files.js';
import { faceNotFound, groupNotFound, groupNotTrained, personNotFound, tooManyFaces, trainingNotFinished } from './errors.js';
import { Model } from './model.js';
import { personFromRecord, personToRecord } from './person.js';
import { Serial } from './serial.js';

/** Azure's limit of faces per person. */
export const MAX_FACES = 248;

/**
 * @typedef {import('./person.js').Person} Person
 * @typedef {{ largePersonGroupId: string, name: string, userData?: string, recognitionModel: string }} GroupInfo
 *
 * @typedef {object} Training as Azure shows it
 * @property {'running' | 'succeeded' | 'failed'} status
 * @property {string} createdDateTime
 * @property {string} lastActionDateTime
 * @property {string | null} lastSuccessfulTrainingDateTime
 * @property {string | null} message
 */

/**
 * A large person group: persons, their faces, and the model of the last training.
 *
 * Its folder holds `group.json`, `training.json`, `model.json` and a file for each person in `persons/`. Changes are
 * made one after another; each is written first and then shown in memory, so a failed write changes nothing.
 */
export class Group {
  #folder;
  #now;
  #info;
  #persons = new Map();
  /** @type {Training | undefined} */
  #training;
  /** @type {Model | undefined} */
  #model;
  #changes = new Serial();
  #closed = false;

  /** Use `create` or `open`. */
  constructor(folder, info, now) {
    this.#folder = folder;
    this.#info = info;
    this.#now = now;
  }

  /** @param {GroupInfo} info */
  static async create(folder, info, now) {
    await createFolder(folder, async (unfinished) => {
      await mkdir(path.join(unfinished, 'persons'), { mode: 0o700 });
      await writeJson(path.join(unfinished, 'group.json'), info);
    });
    return new Group(folder, info, now);
  }

  static async open(folder, now) {
    await listFinished(folder);
    const info = await readJson(path.join(folder, 'group.json'));
    if (!info) throw new Error(`${folder} is not the folder of a group: it has no group.json.`);
    const group = new Group(folder, info, now);
    for (const name of await listFinished(path.join(folder, 'persons'))) {
      const person = personFromRecord(await readJson(path.join(folder, 'persons', name)));
      group.#persons.set(person.personId, person);
    }
    group.#training = await readJson(group.#file('training.json'));
    const model = await readJson(group.#file('model.json'));
    if (model) group.#model = Model.fromRecord(model);
    // The training was accepted, and the process died during it.
    if (group.#training?.status === 'running') void group.#changes.run(() => group.#finishTraining());
    return group;
  }

  /** @returns {GroupInfo} */
  get info() {
    return this.#info;
  }

  get personCount() {
    return this.#persons.size;
  }

  /** @param {{ name?: string, userData?: string }} changes */
  update(changes) {
    return this.#change(async () => {
      const info = { ...this.#info, ...changes };
      await writeJson(this.#file('group.json'), info);
      this.#info = info;
    });
  }

  /**
   * Ends the life of the group, after the changes that are under way.
   * @param {() => Promise<void>} remove
   */
  close(remove) {
    return this.#change(async () => {
      await remove();
      this.#closed = true;
    });
  }

  /** @returns {Person} */
  person(personId) {
    const person = this.#persons.get(personId);
    if (!person) throw personNotFound();
    return person;
  }

  /** @returns {Person[]} in the order of their ids */
  persons() {
    return [...this.#persons.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
  }

  /** @returns {Promise<string>} the new personId */
  addPerson({ name, userData }) {
    return this.#change(async () => {
      const personId = randomUUID();
      await this.#save({ personId, name, userData, faces: [] });
      return personId;
    });
  }

  /** @param {{ name?: string, userData?: string }} changes */
  updatePerson(personId, changes) {
    return this.#change(() => this.#save({ ...this.person(personId), ...changes }));
  }

  deletePerson(personId) {
    return this.#change(async () => {
      this.person(personId);
      await this.#withdrawUnlessLeft(this.#others(personId));
      await removeFile(this.#personFile(personId));
      this.#persons.delete(personId);
    });
  }

  face(personId, persistedFaceId) {
    const face = this.person(personId).faces.find((each) => each.persistedFaceId === persistedFaceId);
    if (!face) throw faceNotFound();
    return face;
  }

  /** Throws what `addFace` would throw, so that no photo is looked at in vain. */
  checkRoomForFace(personId) {
    this.#checkNotTraining();
    if (this.person(personId).faces.length >= MAX_FACES) throw tooManyFaces(MAX_FACES);
  }

  /** @returns {Promise<string>} the new persistedFaceId */
  addFace(personId, { descriptor, userData }) {
    return this.#change(async () => {
      this.checkRoomForFace(personId);
      const person = this.person(personId);
      const persistedFaceId = randomUUID();
      await this.#save({ ...person, faces: [...person.faces, { persistedFaceId, userData, descriptor }] });
      return persistedFaceId;
    });
  }

  /** @param {{ userData?: string }} changes */
  updateFace(personId, persistedFaceId, changes) {
    return this.#change(async () => {
      const face = this.face(personId, persistedFaceId);
      const person = this.person(personId);
      await this.#save({ ...person, faces: person.faces.map((each) => (each === face ? { ...face, ...changes } : each)) });
    });
  }

  deleteFace(personId, persistedFaceId) {
    return this.#change(async () => {
      const face = this.face(personId, persistedFaceId);
      const person = this.person(personId);
      const rest = { ...person, faces: person.faces.filter((each) => each !== face) };
      await this.#withdrawUnlessLeft([rest, ...this.#others(personId)]);
      await this.#save(rest);
    });
  }

  /**
   * Accepts a training: when this resolves it is on disk and will happen, now or after a restart.
   * @returns {Promise<void>}
   */
  train() {
    return this.#change(async () => {
      const now = this.#timestamp();
      await this.#saveTraining({
        status: 'running',
        createdDateTime: now,
        lastActionDateTime: now,
        lastSuccessfulTrainingDateTime: this.#training?.lastSuccessfulTrainingDateTime ?? null,
        message: null,
      });
      void this.#changes.run(() => this.#finishTraining());
    });
  }

  /** @returns {Training} */
  training() {
    if (!this.#training) throw groupNotTrained(404);
    return this.#training;
  }

  /** @returns {Model} of the last training; later changes do not show in it */
  model() {
    if (!this.#model) throw groupNotTrained(400);
    return this.#model;
  }

  async #finishTraining() {
    const { createdDateTime, lastSuccessfulTrainingDateTime } = this.#training;
    const end = { createdDateTime, lastSuccessfulTrainingDateTime, message: null };
    try {
      const model = Model.train(this.#persons.values());
      await this.#publish(model);
      end.lastActionDateTime = this.#timestamp();
      if (model) {
        Object.assign(end, { status: 'succeeded', lastSuccessfulTrainingDateTime: end.lastActionDateTime });
      } else {
        Object.assign(end, { status: 'failed', message: 'There is no person with a face in the group.' });
      }
      await this.#saveTraining(end);
    } catch {
      // The disk refused. The model is the old one, and "running" for ever would lock the group.
      this.#training = { ...end, status: 'failed', lastActionDateTime: this.#timestamp(), message: 'The model could not be stored.' };
    }
  }

  /** With the last face of the group its model goes first: no training would succeed that takes it out. */
  async #withdrawUnlessLeft(persons) {
    if (!Model.train(persons)) await this.#publish(undefined);
  }

  #others(personId) {
    return this.persons().filter((person) => person.personId !== personId);
  }

  /** A group in which nobody is left loses its model: whoever was deleted from it must not be recognised any more. */
  async #publish(model) {
    if (model) await writeJson(this.#file('model.json'), model.toRecord());
    else await removeFile(this.#file('model.json'));
    this.#model = model;
  }

  /** One change at a time, and none while a training runs: asked before, not to wait for its end in the queue. */
  async #change(task) {
    this.#checkNotTraining();
    return this.#changes.run(() => {
      if (this.#closed) throw groupNotFound();
      this.#checkNotTraining();
      return task();
    });
  }

  #checkNotTraining() {
    if (this.#training?.status === 'running') throw trainingNotFinished();
  }

  async #save(person) {
    await writeJson(this.#personFile(person.personId), personToRecord(person));
    this.#persons.set(person.personId, person);
  }

  async #saveTraining(training) {
    await writeJson(this.#file('training.json'), training);
    this.#training = training;
  }

  #timestamp() {
    return new Date(this.#now()).toISOString();
  }

  #personFile(personId) {
    return path.join(this.#folder, 'persons', `${personId}.json`);
  }

  #file(name) {
    return path.join(this.#folder, name);
  }
}

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { listFinished, removeFolder } from './durable-files.js';
import { groupExists, groupNotFound } from './errors.js';
import { Group } from './group.js';
import { Serial } from './serial.js';

/** All large person groups, each in a folder of its own. One process at a time may have a gallery open: see folder-lock.js. */
export class Gallery {
  #folder;
  #now;
  #groups = new Map();
  #changes = new Serial();

  constructor(folder, now) {
    this.#folder = folder;
    this.#now = now;
  }

  /**
   * @param {string} folder is made when it does not exist
   * @param {() => number} now in milliseconds
   */
  static async open(folder, now = Date.now) {
    const gallery = new Gallery(path.resolve(folder, 'groups'), now);
    await mkdir(gallery.#folder, { recursive: true, mode: 0o700 });
    for (const groupId of await listFinished(gallery.#folder)) {
      gallery.#groups.set(groupId, await Group.open(gallery.#path(groupId), now));
    }
    return gallery;
  }

  get personCount() {
    return this.groups().reduce((sum, group) => sum + group.personCount, 0);
  }

  /** @returns {Group[]} in the order of their ids */
  groups() {
    return [...this.#groups.keys()].sort().map((groupId) => this.#groups.get(groupId));
  }

  /**
   * @param {string} groupId
   * @param {number} [status] of the refusal: identify answers 400 where others answer 404
   * @returns {Group}
   */
  group(groupId, status) {
    const group = this.#groups.get(groupId);
    if (!group) throw groupNotFound(status);
    return group;
  }

  /** @param {import('./group.js').GroupInfo} info */
  createGroup(info) {
    const { largePersonGroupId: groupId } = info;
    return this.#changes.run(async () => {
      if (this.#groups.has(groupId)) throw groupExists();
      this.#groups.set(groupId, await Group.create(this.#path(groupId), info, this.#now));
    });
  }

  deleteGroup(groupId) {
    return this.#changes.run(() =>
      this.group(groupId).close(async () => {
        await removeFolder(this.#path(groupId));
        this.#groups.delete(groupId);
      }));
  }

  #path(groupId) {
    return path.join(this.#folder, groupId);
  }
}

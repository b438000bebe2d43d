import { confidence, distance } from '../recognition/confidence.js';
import { decodeDescriptor, encodeDescriptor } from './descriptors.js';

/**
 * What a training publishes: who was in the group then, with the descriptors of that moment.
 * There is nothing to learn: the network was trained on millions of faces, and people are told apart by distance.
 */
export class Model {
  #persons;

  /** @param {{ personId: string, descriptors: Float32Array[] }[]} persons with at least one descriptor each */
  constructor(persons) {
    this.#persons = persons;
  }

  /**
   * @param {Iterable<import('./person.js').Person>} persons
   * @returns {Model | undefined} nothing when nobody has a face
   */
  static train(persons) {
    const known = [...persons]
      .filter(({ faces }) => faces.length > 0)
      .map(({ personId, faces }) => ({ personId, descriptors: faces.map((face) => face.descriptor) }));
    return known.length > 0 ? new Model(known) : undefined;
  }

  /**
   * Who this may be; the least distance over a person's faces counts.
   * @param {Float32Array} descriptor
   * @param {{ threshold: number, max: number }} options
   * @returns {{ personId: string, confidence: number }[]} the most likely first
   */
  candidates(descriptor, { threshold, max }) {
    return this.#persons
      .map(({ personId, descriptors }) => ({
        personId,
        confidence: confidence(Math.min(...descriptors.map((known) => distance(known, descriptor)))),
      }))
      .filter((candidate) => candidate.confidence >= threshold)
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, max);
  }

  toRecord() {
    return { persons: this.#persons.map(({ personId, descriptors }) => ({ personId, descriptors: descriptors.map(encodeDescriptor) })) };
  }

  static fromRecord({ persons }) {
    return new Model(persons.map(({ personId, descriptors }) => ({ personId, descriptors: descriptors.map(decodeDescriptor) })));
  }
}

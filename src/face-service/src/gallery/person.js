import { decodeDescriptor, encodeDescriptor } from './descriptors.js';

/**
 * Nobody changes one of these: every change makes a new one, which replaces the old one when it is on disk.
 *
 * @typedef {{ persistedFaceId: string, userData?: string, descriptor: Float32Array }} PersistedFace
 * @typedef {{ personId: string, name: string, userData?: string, faces: readonly PersistedFace[] }} Person
 */

/** @param {Person} person */
export function personToRecord({ faces, ...person }) {
  return { ...person, faces: faces.map((face) => ({ ...face, descriptor: encodeDescriptor(face.descriptor) })) };
}

/** @returns {Person} */
export function personFromRecord({ faces, ...person }) {
  return { ...person, faces: faces.map((face) => ({ ...face, descriptor: decodeDescriptor(face.descriptor) })) };
}

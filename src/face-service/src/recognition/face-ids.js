import { randomUUID } from 'node:crypto';

/** About 20 MB. The oldest make room for new ones: a client that meets an unknown id detects again anyway. */
const MAX_FACE_IDS = 20_000;

/** @typedef {{ descriptor: Float32Array, recognitionModel: string }} DetectedFace */

/** The temporary ids that detect gives out. In memory only: after a restart they are as good as expired. */
export class FaceIds {
  #now;
  #capacity;
  #faces = new Map();

  /** @param {() => number} now in milliseconds */
  constructor(now = Date.now, capacity = MAX_FACE_IDS) {
    this.#now = now;
    this.#capacity = capacity;
  }

  /**
   * @param {DetectedFace} face
   * @param {number} timeToLive in seconds
   * @returns {string} its faceId
   */
  add(face, timeToLive) {
    this.#makeRoom();
    const faceId = randomUUID();
    this.#faces.set(faceId, { face, expires: this.#now() + timeToLive * 1000 });
    return faceId;
  }

  /** @returns {DetectedFace | undefined} nothing when it is unknown or expired */
  find(faceId) {
    const entry = this.#faces.get(faceId);
    return entry && entry.expires > this.#now() ? entry.face : undefined;
  }

  /** Drops from the oldest on (a Map keeps the order of insertion) what is expired or one too many. */
  #makeRoom() {
    for (const [faceId, { expires }] of this.#faces) {
      if (expires > this.#now() && this.#faces.size < this.#capacity) return;
      this.#faces.delete(faceId);
    }
  }
}

// From the distance of two descriptors to a confidence between 0 and 1, on Azure's scale.
//
// Source: 67 real photos, 248 pairs of one person and 1,963 of two (README.md, "Accuracy"). Of one person 95 % lie under
// .440 and all under .508; of two people all but look-alikes lie over .618. So .50 is where "the same" ends, and it gets
// the confidence from which Azure calls two faces identical, 0.5. The steepness puts 0.7, the usual threshold of
// identification, at .458: within it lie more than 95 of 100 pairs of one person, and strangers hardly ever
// (docs/office.md). Look-alikes at .537 come out at 0.32, .618 at 0.09.

/** The largest distance (Euclidean, of 128-d descriptors) that passes for the same person. */
export const DISTANCE_LIMIT = 0.5;

/** Its confidence, from which two faces are called identical. */
export const IDENTICAL = 0.5;

/** The threshold of identify when the caller names none. */
export const DEFAULT_THRESHOLD = 0.7;

const STEEPNESS = 20;

/**
 * A falling logistic curve through (DISTANCE_LIMIT, IDENTICAL).
 * @param {number} distance from 0
 * @returns {number} 0..1
 */
export function confidence(distance) {
  return 1 / (1 + Math.exp(STEEPNESS * (distance - DISTANCE_LIMIT)));
}

/**
 * @param {Float32Array} a
 * @param {Float32Array} b of the same length
 * @returns {number}
 */
export function distance(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

/** Azure recommends 200 × 200 pixels for recognition; under half of that, enrolment is not worthwhile. */
const HIGH = 200;
const MEDIUM = 100;

/** In profile the descriptor says little about who it is: one and the same face, scaled, was .71 from itself. */
const MAX_MISFIT = 9;

/**
 * How good a face is for recognition: it has to be large, and to show both eyes.
 * @param {import('../imaging/rectangle.js').Rectangle} rectangle
 * @param {number} misfit of its landmarks, see alignment.js
 * @returns {'low' | 'medium' | 'high'} Azure's terms
 */
export function qualityForRecognition({ width, height }, misfit) {
  const side = Math.max(width, height);
  if (misfit > MAX_MISFIT || side < MEDIUM) return 'low';
  return side < HIGH ? 'medium' : 'high';
}

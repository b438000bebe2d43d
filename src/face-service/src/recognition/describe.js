// From the box of a face to its landmarks, and from these to the 128 numbers that tell people apart.
import { CHIP_SIZE, chipToPicture } from './alignment.js';
import { warp } from './warp.js';

/** Side of the landmark network's input. */
const LANDMARK_SIZE = 112;

/**
 * Finds eyes, nose, mouth and outline of a face.
 *
 * The network wants a square with the face in the middle. What the box lacks in width comes from the picture around
 * it; face-api fills up with black instead, with which the same person's photos lie further apart (.461 for .446).
 *
 * @param {import('./networks.js').Networks} networks
 * @param {import('../imaging/codec.js').Picture} picture
 * @param {import('./detector.js').Box} box
 * @returns {Promise<{x: number, y: number}[]>} 68 points in pixels of the picture
 */
export async function locateLandmarks({ tf, landmarks }, picture, box) {
  const side = Math.max(box.width, box.height);
  const scale = side / LANDMARK_SIZE;
  const left = box.x + (box.width - side) / 2;
  const top = box.y + (box.height - side) / 2;
  // Pixel centres: pixel 0 of the chip covers `scale` pixels of the picture, the first of which is at `left`.
  const half = (scale - 1) / 2;
  const chip = warp(picture, { a: scale, b: 0, tx: left + half, ty: top + half }, LANDMARK_SIZE);
  const found = await withTensor(tf, chip, LANDMARK_SIZE, (tensor) => landmarks.detectLandmarks(tensor));
  return found.positions.map(({ x, y }) => ({ x: left + x * scale, y: top + y * scale }));
}

/**
 * @param {import('./networks.js').Networks} networks
 * @param {import('../imaging/codec.js').Picture} picture
 * @param {{x: number, y: number}[]} landmarks
 * @returns {Promise<Float32Array>} 128 numbers; the Euclidean distance of two is small for the same person
 */
export function describeFace({ tf, descriptors }, picture, landmarks) {
  const chip = warp(picture, chipToPicture(landmarks), CHIP_SIZE);
  return withTensor(tf, chip, CHIP_SIZE, (tensor) => descriptors.computeFaceDescriptor(tensor));
}

async function withTensor(tf, pixels, size, use) {
  const tensor = tf.tensor3d(pixels, [size, size, 3], 'int32');
  try {
    return await use(tensor);
  } finally {
    tensor.dispose();
  }
}

// Finds the boxes of faces on a picture.
import { pixels } from '../imaging/codec.js';

/** The network looks at a square of this side, whatever the size of the picture. */
const INPUT_SIZE = 512;

/** Real faces score down to .56, so face-api's default of .5 stays. */
const MIN_SCORE = 0.5;

/** Azure's limit. */
const MAX_FACES = 100;

/** The detector overlooks faces that fill the frame. With this much border (in picture sizes, each side) it sees them. */
const BORDERS = [0, 0.5, 1];

/**
 * In pixels of the picture, with fractions; rounding may put it slightly over the edge.
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 */

/**
 * @param {import('./networks.js').Networks} networks
 * @param {import('../imaging/codec.js').Picture} picture
 * @param {number[]} [borders] to try in turn until a face is found
 * @returns {Promise<Box[]>} in no particular order
 */
export async function locateFaces(networks, picture, borders = BORDERS) {
  for (const border of borders) {
    const boxes = await locateWithBorder(networks, picture, border);
    if (boxes.length > 0) return boxes;
  }
  return [];
}

async function locateWithBorder({ tf, detector }, picture, border) {
  const { data, scale, offset } = await frame(picture, border);
  const tensor = tf.tensor3d(data, [INPUT_SIZE, INPUT_SIZE, 3], 'int32');
  try {
    const found = await detector.locateFaces(tensor, { minConfidence: MIN_SCORE, maxResults: MAX_FACES });
    return found.map(({ box }) => ({
      x: (box.x - offset.x) / scale,
      y: (box.y - offset.y) / scale,
      width: box.width / scale,
      height: box.height / scale,
    }));
  } finally {
    tensor.dispose();
  }
}

/**
 * Fits the picture into the network's square: at the top left, the rest black, as the network was trained.
 * A border around the picture repeats its outermost pixels.
 */
async function frame(picture, border) {
  const scale = INPUT_SIZE / (Math.max(picture.width, picture.height) * (1 + 2 * border));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const offset = { x: Math.round(width * border), y: Math.round(height * border) };

  const framed = await pixels(picture)
    .resize({ width, height, fit: 'fill' })
    .extend({ left: offset.x, top: offset.y, right: offset.x, bottom: offset.y, extendWith: 'copy' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: square(framed), scale, offset };
}

/** Rounding can make the framed picture a pixel larger than the square: that pixel is border, and left out. */
function square({ data, info }) {
  const result = new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3);
  const row = Math.min(info.width, INPUT_SIZE) * 3;
  for (let y = 0; y < Math.min(info.height, INPUT_SIZE); y++) {
    const from = y * info.width * 3;
    result.set(data.subarray(from, from + row), y * INPUT_SIZE * 3);
  }
  return result;
}

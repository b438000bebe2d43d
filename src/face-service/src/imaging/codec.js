// The one place that decodes and encodes: which formats are let in, and how large they may be.
import sharp from 'sharp';
import { tooFewPixels, tooManyPixels, undecodable } from './errors.js';

/** More than this is refused from the header alone: decoded, it would take 300 MB and more. */
export const MAX_PIXELS = 100_000_000;

/** Azure's smallest face, so nothing smaller can show one. */
export const MIN_SIDE = 36;

// Decoders are attack surface: the library also brings SVG, TIFF, HEIF and others, which nobody here needs.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadNsgif', 'VipsForeignLoadWebp'],
});

// Pictures do not repeat, so a cache would only hold memory; and cores are shared by requests, not within one.
sharp.cache(false);
sharp.concurrency(1);

/** A truncated upload is an error; what cameras merely get wrong in their headers is not. */
const INPUT = { failOn: 'truncated', limitInputPixels: MAX_PIXELS };

/** @typedef {{ width: number, height: number }} Size in pixels */

/**
 * Decoded pixels: RGB, 8 bits each, rows without padding.
 * @typedef {{ data: Uint8Array, width: number, height: number }} Picture
 */

/** A picture as the library's input. */
export const pixels = ({ data, width, height }) => sharp(data, { raw: { width, height, channels: 3 } });

/**
 * Reads the header only, and refuses what should not be decoded.
 * @param {Uint8Array} bytes
 * @returns {Promise<Size>} the size of the upright image
 * @throws {import('./errors.js').ImageError}
 */
export async function inspect(bytes) {
  const { autoOrient: size } = await orUndecodable(() => sharp(bytes, { ...INPUT, limitInputPixels: false }).metadata());
  if (size.width * size.height > MAX_PIXELS) throw tooManyPixels(size, MAX_PIXELS);
  if (Math.min(size.width, size.height) < MIN_SIDE) throw tooFewPixels(size, MIN_SIDE);
  return { width: size.width, height: size.height };
}

/**
 * Decodes to upright sRGB; white shows through transparency; of an animation, the first frame.
 * @param {Uint8Array} bytes
 * @param {Size} [size] scale to exactly this; default: as it is
 * @returns {Promise<Picture>}
 * @throws {import('./errors.js').ImageError} InvalidImage
 */
export async function decode(bytes, size) {
  const { data, info } = await orUndecodable(() => {
    let image = sharp(bytes, INPUT).autoOrient();
    if (size) image = image.resize({ ...size, fit: 'fill' });
    image = image.flatten({ background: '#fff' }).toColourspace('srgb').raw({ depth: 'uchar' });
    return image.toBuffer({ resolveWithObject: true });
  });
  return { data, width: info.width, height: info.height };
}

/** The library's messages speak of its internals; what they all mean is that this is not a usable image. */
async function orUndecodable(work) {
  try {
    return await work();
  } catch {
    throw undecodable();
  }
}

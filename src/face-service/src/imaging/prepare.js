import { decode, inspect, MIN_SIDE, pixels } from './codec.js';
import { tooFewPixels } from './errors.js';

/** Limits of the recogniser (Azure's), which every photo has to keep. */
export const MAX_SIDE = 4096;
export const MAX_BYTES = 6 * 1024 * 1024;

/** The first is what nearly every photo gets; the others are for those that would be too many bytes. */
const QUALITIES = [92, 85, 75, 65, 50, 35];

/**
 * Makes an upload into what the rest of the system works with: an upright JPEG without metadata, within the limits.
 * @param {Uint8Array} bytes
 * @returns {Promise<{jpeg: Buffer, width: number, height: number}>}
 * @throws {import('./errors.js').ImageError}
 */
export async function prepare(bytes) {
  let size = fit(await inspect(bytes));
  for (;;) {
    const picture = await decode(bytes, size);
    for (const quality of QUALITIES) {
      const jpeg = await pixels(picture).jpeg({ quality }).toBuffer();
      if (jpeg.length <= MAX_BYTES) return { jpeg, ...size };
    }
    // Only noise gets here: 16 million pixels that no quality can compress.
    size = { width: Math.floor(size.width / 2), height: Math.floor(size.height / 2) };
  }
}

/** Scales down, never up, so that the longer side is within the limit. */
export function fit({ width, height }) {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  // A strip can be wide enough as it comes and too narrow once its length fits.
  if (Math.min(size.width, size.height) < MIN_SIDE) throw tooFewPixels(size, MIN_SIDE);
  return size;
}

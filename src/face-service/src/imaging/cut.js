import { decode, inspect, pixels } from './codec.js';
import { faceInZoomIn, zoomInRegion, zoomInSize } from './zoom-in.js';

const QUALITY = 85;

/**
 * Cuts faces out of a photo: each tightly (the crop) and with its surroundings (the zoom-in).
 * @param {Uint8Array} bytes a prepared photo
 * @param {(image: import('./codec.js').Size) => import('./rectangle.js').Rectangle[]} locate
 *   the faces, once the size of the image is known; throws if they do not lie inside
 * @throws {import('./errors.js').ImageError}
 */
export async function cut(bytes, locate) {
  const rectangles = locate(await inspect(bytes));
  const picture = await decode(bytes);
  const faces = [];
  for (const rectangle of rectangles) faces.push(await cutFace(picture, rectangle));
  return { width: picture.width, height: picture.height, faces };
}

async function cutFace(picture, face) {
  const region = zoomInRegion(picture, face);
  const size = zoomInSize(region);
  const crop = await piece(picture, face, face);
  const zoomIn = await piece(picture, region, size);
  return {
    crop: crop.toString('base64'),
    cropWidth: face.width,
    cropHeight: face.height,
    zoomIn: zoomIn.toString('base64'),
    zoomInWidth: size.width,
    zoomInHeight: size.height,
    faceInZoomIn: faceInZoomIn(face, region, size),
  };
}

/** @returns {Promise<Buffer>} a region as a JPEG of the given size */
function piece(picture, { left, top, width, height }, size) {
  let image = pixels(picture).extract({ left, top, width, height });
  if (size.width !== width || size.height !== height) {
    image = image.resize({ width: size.width, height: size.height, fit: 'fill' });
  }
  return image.jpeg({ quality: QUALITY }).toBuffer();
}

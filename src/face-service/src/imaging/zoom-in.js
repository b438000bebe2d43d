// The wider view around a face, for people to recognise somebody by, and for the recogniser to enrol from.

/** No zoom-in is wider than this: it is shown in a chat message. */
export const ZOOM_IN_WIDTH = 600;

/** A zoom-in of a panorama would be a strip in which the face is tiny, so its shape stays between 1:2 and 2:1. */
const MAX_ASPECT = 2;

/** @typedef {import('./rectangle.js').Rectangle} Rectangle */

/**
 * The part of the image to show: of the image's shape, 600 pixels wide, or more if three faces side by side or two
 * above one another would not fit, with the face in the middle; shifted to stay inside the borders.
 * @param {import('./codec.js').Size} image
 * @param {Rectangle} face inside the image
 * @returns {Rectangle} inside the image; contains the face
 */
export function zoomInRegion(image, face) {
  const aspect = Math.min(MAX_ASPECT, Math.max(1 / MAX_ASPECT, image.width / image.height));
  const wanted = Math.max(ZOOM_IN_WIDTH, 3 * face.width, 2 * face.height * aspect);
  const width = Math.min(image.width, Math.round(wanted));
  const height = Math.min(image.height, Math.max(Math.round(wanted / aspect), face.height));
  return {
    left: place(face.left + face.width / 2, width, image.width),
    top: place(face.top + face.height / 2, height, image.height),
    width,
    height,
  };
}

/** Where a stretch of this length begins that has `centre` in its middle, or as close to that as `limit` allows. */
function place(centre, length, limit) {
  return Math.min(Math.max(0, Math.round(centre - length / 2)), limit - length);
}

/**
 * @param {Rectangle} region
 * @returns {import('./codec.js').Size} of the zoom-in: at most 600 pixels wide, never scaled up
 */
export function zoomInSize(region) {
  const scale = Math.min(1, ZOOM_IN_WIDTH / region.width);
  return { width: Math.round(region.width * scale), height: Math.round(region.height * scale) };
}

/**
 * @param {Rectangle} face in pixels of the image
 * @param {Rectangle} region
 * @param {import('./codec.js').Size} size of the zoom-in
 * @returns {Rectangle} the face in pixels of the zoom-in, inside it
 */
export function faceInZoomIn(face, region, size) {
  const x = size.width / region.width;
  const y = size.height / region.height;
  const left = Math.floor((face.left - region.left) * x);
  const top = Math.floor((face.top - region.top) * y);
  const right = Math.min(size.width, Math.ceil((face.left - region.left + face.width) * x));
  const bottom = Math.min(size.height, Math.ceil((face.top - region.top + face.height) * y));
  return { left, top, width: right - left, height: bottom - top };
}

// What a worker does with a photo.
import { decode, inspect } from '../imaging/codec.js';
import { ImageError } from '../imaging/errors.js';
import { holdsCentre, overlap } from '../imaging/rectangle.js';
import { misfit } from './alignment.js';
import { describeFace, locateLandmarks } from './describe.js';
import { locateFaces } from './detector.js';
import { qualityForRecognition } from './quality.js';

/** Azure's smallest face, in pixels of the longer side. */
const MIN_FACE = 36;

/** Boxes of one face on two renderings of a photo overlap by more than this, those of neighbours by less. */
const SAME_FACE_OVERLAP = 0.5;

/**
 * @typedef {import('../imaging/rectangle.js').Rectangle} Rectangle
 * @typedef {{ rectangle: Rectangle, quality: 'low' | 'medium' | 'high', descriptor?: Float32Array }} Face
 */

/**
 * All faces on a photo, the largest first.
 * @param {import('./networks.js').Networks} networks
 * @param {{ bytes: Uint8Array, describe: boolean }} task `describe`: whether descriptors are wanted; they take time
 * @returns {Promise<Face[]>}
 * @throws {ImageError}
 */
export async function detectFaces(networks, { bytes, describe }) {
  const { picture, found } = await locate(networks, bytes);
  const faces = [];
  for (const { box, rectangle } of found) {
    const landmarks = await locateLandmarks(networks, picture, box);
    const face = { rectangle, quality: qualityForRecognition(rectangle, misfit(landmarks)) };
    if (describe) face.descriptor = await describeFace(networks, picture, landmarks);
    faces.push(face);
  }
  return faces;
}

/**
 * The descriptor of the one face on a photo, or of the one in `target`.
 * @param {import('./networks.js').Networks} networks
 * @param {{ bytes: Uint8Array, target?: Rectangle }} task
 * @returns {Promise<Float32Array>}
 * @throws {ImageError} also when there is no face or more than one
 */
export async function describeOnlyFace(networks, { bytes, target }) {
  const { picture, found } = await locate(networks, bytes);
  const { box } = pickOnly(found, target);
  return describeFace(networks, picture, await locateLandmarks(networks, picture, box));
}

/**
 * @template {{ rectangle: Rectangle }} T
 * @param {T[]} found
 * @param {Rectangle} [target]
 * @returns {T}
 * @throws {ImageError} unless it is exactly one
 */
export function pickOnly(found, target) {
  if (!target) return only(found, 'in the image');

  // A rectangle from detect means its face, even when a smaller face shows inside it. Others are areas to look in.
  const same = found.filter(({ rectangle }) => overlap(rectangle, target) >= SAME_FACE_OVERLAP);
  if (same.length === 1) return same[0];
  return only(found.filter(({ rectangle }) => holdsCentre(target, rectangle)), 'in targetFace');
}

function only(faces, where) {
  if (faces.length === 1) return faces[0];
  throw new ImageError('InvalidImage', faces.length === 0 ? `No face was found ${where}.` : `There is more than one face ${where}.`);
}

async function locate(networks, bytes) {
  await inspect(bytes);
  const picture = await decode(bytes);
  const boxes = await locateFaces(networks, picture);
  const found = boxes
    .map((box) => ({ box, rectangle: toRectangle(box, picture) }))
    .filter(({ rectangle }) => Math.max(rectangle.width, rectangle.height) >= MIN_FACE)
    .sort((a, b) => area(b.rectangle) - area(a.rectangle));
  return { picture, found };
}

const area = ({ width, height }) => width * height;

/** Whole pixels inside the picture. */
function toRectangle({ x, y, width, height }, picture) {
  const left = Math.max(0, Math.round(x));
  const top = Math.max(0, Math.round(y));
  const right = Math.min(picture.width, Math.round(x + width));
  const bottom = Math.min(picture.height, Math.round(y + height));
  return { left, top, width: right - left, height: bottom - top };
}
